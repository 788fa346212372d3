<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About PTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PTP, the Padawan Transport Protocol, sends files over its own reliable, encrypted transport on UDP, and shows how it does it.

It grew from a networking course, in which students build a small TCP to learn how reliability works.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Address of the other side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example 192.168.1.20 or example.org:7700</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port 0 cannot be sent to. A port is a number from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To {0} recipients, one transfer each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>host, host:port or [IPv6]:port; several with commas</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Bench</name>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xercises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exercises (*{0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For r&amp;eal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much has been computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open exercise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;t up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exercise is saved as {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same through sockets of this computer, in real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BufferGauge</name>
    <message>
        <source>holes: {0}, {1} missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} out of order</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BufferGauges</name>
    <message>
        <source>Peer's window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BufferMap</name>
    <message>
        <source>{0}: {1} bytes, from {2} to {3}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BufferPicture</name>
    <message>
        <source>acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out of order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BuffersView</name>
    <message>
        <source>Buffers and timer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receiver's buffer is seen at the receiver only: this was recorded at the sender.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sender's buffer is seen at the sender only: this was recorded at the receiver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What lies in the buffer appears here while a file crosses.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeDisplay</name>
    <message>
        <source>Code phrase: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no code phrase now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>Code phrase that the other side shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other side shows it; not needed for a peer you know.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>&amp;Hide and draw it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the upper curve of the selected run until somebody has drawn it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is compared below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComputerDialog</name>
    <message>
        <source>&amp;Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Take its files without asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known computers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last met</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet. A computer is known once it has paired with this one by a code phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer and those it knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is this computer called?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComputerTile</name>
    <message>
        <source>It says that it is this computer that you know. Its key is checked when you send.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not heard of on this network now. This is where something was last sent to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is what it says of itself. The code that it shows makes sure who it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known, near here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new, near here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContenderEditor</name>
    <message>
        <source>Called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classroom: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare without these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of these settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>&amp;Buffers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the selected transfer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No transfer is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;pace-time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;quence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one in the list above to see how it goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why a segment was last sent again, and the timer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Choose a folder to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop files or folders here, paste them with Ctrl+V, or</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files and folders to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read. Check who may open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a file that can be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there. Was it moved or deleted?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Acknowledgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the words of events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading and writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is notable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which events are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} events are listed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventModel</name>
    <message>
        <source>Rule and source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExercisePanel</name>
    <message>
        <source>&amp;Begin this exercise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open exercise…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small classroom transfer, of which you lose a segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exercises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a &amp;time-out happen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the present settings as an e&amp;xercise…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesTab</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that are not across, were left out, or began anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>began anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it had changed at the sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not across</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GraphTab</name>
    <message>
        <source>As a double click does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen at the {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel: zoom. Drag: move. Shift and drag: zoom to a rectangle. Click: choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is seen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is found by these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet. What you send and receive is listed here, until you remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search by name, computer, address or folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LaboratoryPage</name>
    <message>
        <source>Change the folder of segment logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classroom values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link &amp;conditioner, for this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These count for transfers that start from now on. The conditioner works on what this computer sends; in the classroom profile it drops data segments alone, and the same seed drops the same ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write segment &amp;logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write segment logs in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LaboratoryRoom</name>
    <message>
        <source>Compare and tamper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For real transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the laboratory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinkEditor</name>
    <message>
        <source>A link of one's own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate, delay, loss…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There: {0}. Back: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the receiver sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the sender sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing happens</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>At {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen, at {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves of the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection is shown. The curves fill while a file crosses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The curves of a transfer appear here while it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which curves are drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>About PTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open exercise…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste files or a link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send, or run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer and those it knows…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NearbyStrip</name>
    <message>
        <source>&amp;Look for computers near here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computers near here are not looked for. Type an address below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computers near here that receive appear here. Until one does, type its address below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listens on the local network for computers that say that they receive.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumbersTable</name>
    <message>
        <source>Acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped by the conditioner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate acknowledgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MSS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimum RTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pacing rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer's window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RTO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed in bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by fast retransmit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for nothing (spurious)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfferSheet</name>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept always from this peer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both: save under a new name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep what is there: do not save over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not enough space: {0} needed, {1} free. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse what has such a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace files that are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save to folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There already: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do about names that are in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known to this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new to this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} wants to send you {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutcomeView</name>
    <message>
        <source>Com&amp;pared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fairness of those who share the link (Jain): {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: packet {1} was never sent.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverlayPlot</name>
    <message>
        <source>up to {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>30 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the beginning to the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the first data to the last, without the waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest 30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the event before (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next event (Right)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PredictionBar</name>
    <message>
        <source>&amp;Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; the largest difference is at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw &amp;anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was drawn. This is the real one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the &amp;real one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you expect of "{1}": {0}? Draw it with the mouse, or with the arrow keys. Space lifts the pen of the keys and lets it down again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of 100 points. {1} % of the time were drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>QR code of {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReceivePage</name>
    <message>
        <source>&amp;Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Let a class in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Receive files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder for &amp;each sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can be &amp;found on this network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computers near here are told this one's name and address while it receives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for received files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let in so far: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named after the sender, with the beginning of its fingerprint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off. Nobody can send to this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the port…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready to receive. Tell the sender an address and the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save received files in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code stays, and everyone who has it gets in, until you switch this off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} PTP goes on trying; or use another port.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReceivingController</name>
    <message>
        <source>Nobody can send to this computer now: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordingPage</name>
    <message>
        <source>&amp;Buffers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;pace-time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views of the recording</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordingWindow</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events, for a spreadsheet (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording of PTP (*.ptprec)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report to mail (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples, for a spreadsheet (*.samples.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a picture of this view…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qlog, for qvis and others (*.sqlog)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} – PTP</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordingsController</name>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a transfer that has begun: its recording is what is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is saved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>What came out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaveExerciseDialog</name>
    <message>
        <source>&amp;Of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Why it is so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exercises (*{0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as an exercise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save exercise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be &amp;drawn first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SendPage</name>
    <message>
        <source>&amp;Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeriesPlot</name>
    <message>
        <source>And {0} more of the same kind here: zoom to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>{0} cannot be opened here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SetupForm</name>
    <message>
        <source>&amp;Add settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file whose size is to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All through one link at the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over the &amp;link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ize of what is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the size of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed loses the same segments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SpaceTimeDiagram</name>
    <message>
        <source>Dashed: that end was not recorded, and is drawn half a round trip away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here each segment will be an arrow from one side to the other, time running downwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space-time diagram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} segments are too many for arrows: how many at each moment. Zoom in to see them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TamperBar</name>
    <message>
        <source> ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Lose it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Watch it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it is &amp;now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it was be&amp;fore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen, at {0}: {1} What shall become of it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Da&amp;mage it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dela&amp;y it by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much later it arrives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is different: that segment was never sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play, slowly, from where it was changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it &amp;twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file does not arrive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is across at the same time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is across {0} later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is across {0} sooner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This went through sockets and cannot be repeated: the time machine is for computed runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time machine: click a segment on its way, an arrow in Space-time or a row in Events, and decide what becomes of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to {0} nothing is different.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delayed by {0} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>packet {0} of the {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent twice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThreeToneProgressBar</name>
    <message>
        <source>Not started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified on the other side's disk: {0} of {1} ({2}).
Acknowledged: {3}.
Sent: {4}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimeSequenceGraph</name>
    <message>
        <source>Here each segment will be a bar: when it went, and which bytes it carried.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time-sequence graph</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimerDial</name>
    <message>
        <source>Retransmission timer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer ran out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs out at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferList</name>
    <message>
        <source>No transfers yet. Files that you send or receive appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferMenu</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mbit/s for this transfer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>Cancel {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {0} from the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>calculating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time left: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Compare what is set up on the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a curve before you see it: the exercises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here transfers are computed, over a link that you choose, in a second or two. Compare settings, look into each run segment by segment, and decide what becomes of a segment on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a time-out happen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers without a second computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>declared</name>
    <message>
        <source> Mbit/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bursts of loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Drop probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Jitter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Queue before the rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Segment payload (MSS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Who may send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Window (MWS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>100 % loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cable that was pulled: everything is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fat line with a long way: 90 ms there and back, and hardly any loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fixed window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gigabit between two computers in one room: nothing is lost, and nothing waits for long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A good radio link: fast, a little loss, a little jitter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A home router with a bloated buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new code for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A telephone's uplink: a long queue at the base station, jitter, and more rate towards the telephone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Across the Atlantic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again: before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again: time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad Wi-Fi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By what has arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUBIC, RFC 9438</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classroom: fixed values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Con&amp;gestion control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dama&amp;ged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lay, one way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du&amp;plicated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everyone with the code, without asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go-Back-N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goodput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If a &amp;name is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both, number the new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the old file, skip the new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known computers, without asking; no strangers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a b&amp;urst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MTU {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mobile, 4G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needlessly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Office Wi-Fi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the wire</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One code for a class, until this ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perfect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queueing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;ordered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse the new file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reno, RFC 5681</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the old file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Satellite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selective repeat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send at &amp;once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed &amp;limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tahoe: begins anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten megabits up, and seven tenths of a second of them fit into the router's queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The oldest, as assigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two walls away from the access point: slow, with loss alone and in bursts, and much jitter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UDP port; 7700 unless another program has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to the geostationary orbit and down again: 600 ms there and back, some loss, a slow way back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before a rate so much waits, and what comes on top is lost; 262144 unless it is named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begin a burst of losses at so many of them, of 3 in a row or as many as stand after the slash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes in both directions, with all headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>carry so many bits of UDP payload a second, and no more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data segments that were sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>datagrams that the link lost by chance or by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>datagrams that the link's queue had no room for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>datagrams that were larger than the link carries: probes of how much it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for whom a code is: after five wrong tries in all it is replaced, or dead if it was given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the first SYN to the last byte read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold each datagram back for up to so much longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold everything back for so long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many transfers are sent at a time; the others wait in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let so many leave out of their order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lose larger IPv4 packets; 1500 beside any other fault unless it is named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lose so many of the datagrams; in the classroom profile of the data segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send and receive no faster than this, all transfers together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send so many twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again before the timer ran out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again since the timer ran out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again though the first had arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file's bits a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the longest that one waited there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the most that may be out, in bytes, whatever the congestion control allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the most that one segment carries, in bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the retransmission time-out, in milliseconds, instead of an estimated one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turn a bit over in so many</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what a datagram waited at the link on average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what chance follows from: the same seed and file lose the same segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what happens to offers of authenticated peers; without a terminal to ask on they are declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what happens when the name is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what tells of a loss, and what is sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who decides how much is in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whose values to begin with; the classroom's are a textbook's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} bursts of loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} duplicated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} jitter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} reordered</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>English</source>
        <translation>简体中文</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>&amp;Cancel the transfer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close PTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the transfer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the history?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close PTP?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing ends what is running, and the other side is told. What you send goes on when PTP is opened again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is listed here is forgotten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If you cancel now, it has to start again from the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your files stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is still on its way from {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is still on its way to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} of {2} are across.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} transfers are still running.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>recording</name>
    <message>
        <source>A duplicate acknowledgement: {start} is still missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A segment holds {value} bytes from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledged behind a gap: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived after all, though taken for lost: {bytes} bytes from {start}. The reaction is undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived out of order and was thrown away: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived though it brought nothing new: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived: {packet}. It acknowledges everything before {acknowledgement}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Congestion window, in flight, receiver's window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped by the conditioner ({fault}): {packet}, {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything before {stop} is acknowledged, {bytes} bytes more than before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goodput and sending rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue of the conditioned link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RTT, minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RTT, smoothed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round-trip time and time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SYN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SYN+ACK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again at the silent end: {bytes} bytes from {start}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again because the timer had run out: {bytes} bytes from {start}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again before the timer ran out: {bytes} bytes from {start}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again, by cause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent for the first time: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent: {packet}. It acknowledges everything before {acknowledgement}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Silence: the newest segment is to be sent once more, before the timer runs out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken for lost at the third duplicate acknowledgement: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken for lost, since one that was sent later has arrived and time enough has passed: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken for lost, since the timer has run out: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken for lost, since three packets that were sent later have arrived: {bytes} bytes from {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conditioner is now: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The congestion control goes over to: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The congestion window is {value} bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is now: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receiver has room up to {stop}: a window of {bytes} bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The receiver's program has taken {bytes} bytes from {start} out of the receive buffer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sender's program has put {bytes} bytes from {start} into the send buffer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer has run out without news: the oldest segment goes again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer starts anew, since new data was acknowledged, and runs for {value} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer starts with a segment that is sent, and runs for {value} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer stops: nothing is on its way any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged behind a gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledgement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrived, nothing new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before the time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes received in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes sent, again or not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>congestion window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped by the conditioner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>duplicate acknowledgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>duplicate segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end of the receive buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goodput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needlessly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out of order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pacing rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue before the link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receive buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receiver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receiver's window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>segment size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>segments received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>segments sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent again by time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time-out (RTO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timer, time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s, at the {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>1 file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conditioner on at {0}, for what comes from there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conditioner on: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conditioner still on for {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by a speed limit that is set on this computer (this transfer's own: {0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the link conditioner, which is on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the path between the two computers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the path: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the receiver's buffer: all that it has room for is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the receiver's disk: it writes more slowly than data arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the receiver's processor: it has no time to take in more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the speed limit of all transfers, which is set on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by the window: all that may be in flight is in flight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by this computer's disk: the send buffer runs empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limited by this computer's processor: it has no time to send more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been sent again. {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing limits the transfer now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving. What limits the transfer is seen best at the sender.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resumed at {0} %, {1} sent again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files are counted as soon as the other side has said yes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer: off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The timer: running for {0} s, runs out in {1} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The transfer failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least {0} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>making sure who it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer from {0}; the link conditioner is on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing comes from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receiving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved and verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stalled for {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk of {0} does not keep up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this computer's disk does not keep up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this computer's disk gives nothing to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified, nothing was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for the other side to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for your answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1} files)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} answers, but what is sent does not come through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} are not across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} file in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} files in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of them were there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} files are saved and verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} takes nothing more, its buffer is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
