<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About PTP</source>
        <translation>关于 PTP</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>PTP, the Padawan Transport Protocol, sends files over its own reliable, encrypted transport on UDP, and shows how it does it.

It grew from a networking course, in which students build a small TCP to learn how reliability works.</source>
        <translation>PTP（Padawan Transport Protocol）用建立在 UDP 之上的自有可靠加密传输协议发送文件，并展示它是怎么做到的。

它源自一门计算机网络课程：学生们动手实现一个小型 TCP，以此理解可靠传输的原理。</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Address of the other side</source>
        <translation>对方地址</translation>
    </message>
    <message>
        <source>For example 192.168.1.20 or example.org:7700</source>
        <translation>例如 192.168.1.20 或 example.org:7700</translation>
    </message>
    <message>
        <source>Port 0 cannot be sent to. A port is a number from 1 to 65535.</source>
        <translation>不能发送到端口 0。端口是 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>Port {0}</source>
        <translation>端口 {0}</translation>
    </message>
    <message numerus="yes">
        <source>To %n recipient(s), one transfer each</source>
        <translation><numerusform>发给 %n 个接收方，各自独立传输</numerusform></translation>
    </message>
    <message>
        <source>host, host:port or [IPv6]:port; several with commas</source>
        <translation>主机、主机:端口或 [IPv6]:端口；多个用逗号分隔</translation>
    </message>
</context>
<context>
    <name>Bench</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>E&amp;xercises</source>
        <translation>练习(&amp;X)</translation>
    </message>
    <message>
        <source>Exercises (*{0})</source>
        <translation>练习 (*{0})</translation>
    </message>
    <message>
        <source>For r&amp;eal</source>
        <translation>真实运行(&amp;E)</translation>
    </message>
    <message>
        <source>How much has been computed</source>
        <translation>计算进度</translation>
    </message>
    <message>
        <source>Open exercise</source>
        <translation>打开练习</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Set u&amp;p</source>
        <translation>设置(&amp;P)</translation>
    </message>
    <message>
        <source>The exercise is saved as {0}.</source>
        <translation>练习已保存为 {0}。</translation>
    </message>
    <message>
        <source>The same through sockets of this computer, in real time; meanwhile the link may be changed</source>
        <translation>用本机的套接字实时运行同样的内容；运行时可以更改链路</translation>
    </message>
    <message>
        <source>What is to be run</source>
        <translation>要运行的内容</translation>
    </message>
</context>
<context>
    <name>BufferGauge</name>
    <message numerus="yes">
        <source>%n hole(s), {0} missing</source>
        <translation><numerusform>%n 处空洞，缺 {0}</numerusform></translation>
    </message>
    <message>
        <source>not in use</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>{0} full</source>
        <translation>已用 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0} out of order</source>
        <translation>{0} 乱序</translation>
    </message>
</context>
<context>
    <name>BufferGauges</name>
    <message>
        <source>Peer's window</source>
        <translation>对方窗口</translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation>接收缓冲区</translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation>发送缓冲区</translation>
    </message>
</context>
<context>
    <name>BufferMap</name>
    <message>
        <source>{0}: {1} bytes, from {2} to {3}</source>
        <translation>{0}：{1} 字节，从 {2} 到 {3}</translation>
    </message>
</context>
<context>
    <name>BufferPicture</name>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>congestion window</source>
        <translation>拥塞窗口</translation>
    </message>
    <message>
        <source>holes</source>
        <translation>空洞</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>有序</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>next expected</source>
        <translation>期望收到的下一个</translation>
    </message>
    <message>
        <source>next to be read</source>
        <translation>下一个要读取</translation>
    </message>
    <message>
        <source>next to be sent</source>
        <translation>下一个要发送</translation>
    </message>
    <message>
        <source>nothing in it</source>
        <translation>空</translation>
    </message>
    <message>
        <source>oldest unacknowledged</source>
        <translation>最早未确认</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读取</translation>
    </message>
    <message>
        <source>receive window</source>
        <translation>接收窗口</translation>
    </message>
    <message>
        <source>receiver's window</source>
        <translation>接收窗口</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>已重传</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待发送</translation>
    </message>
</context>
<context>
    <name>BuffersView</name>
    <message>
        <source>Buffers and timer</source>
        <translation>缓冲区与定时器</translation>
    </message>
    <message>
        <source>No data was sent.</source>
        <translation>没有发送数据。</translation>
    </message>
    <message>
        <source>Nothing has arrived yet.</source>
        <translation>还没有数据到达。</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>还没有发送数据。</translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation>接收缓冲区</translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>The receiver's buffer is seen at the receiver only: this was recorded at the sender.</source>
        <translation>接收缓冲区只有在接收方才能看到：此记录来自发送方。</translation>
    </message>
    <message>
        <source>The sender's buffer is seen at the sender only: this was recorded at the receiver.</source>
        <translation>发送缓冲区只有在发送方才能看到：此记录来自接收方。</translation>
    </message>
    <message>
        <source>What lies in the buffer appears here while a file crosses.</source>
        <translation>传输文件时，这里会显示缓冲区中的内容。</translation>
    </message>
</context>
<context>
    <name>ChosenChips</name>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>CodeDisplay</name>
    <message>
        <source>Code phrase: {0}</source>
        <translation>配对码：{0}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>换一个配对码</translation>
    </message>
    <message>
        <source>There is no code phrase now.</source>
        <translation>现在没有配对码。</translation>
    </message>
    <message>
        <source>no code</source>
        <translation>没有配对码</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>A computer that knows this one already needs no code.</source>
        <translation>已认识本机的电脑无需配对码。</translation>
    </message>
    <message>
        <source>Code phrase that the other side shows</source>
        <translation>对方显示的配对码</translation>
    </message>
    <message>
        <source>No code needed: it is known.</source>
        <translation>对方已知，无需配对码。</translation>
    </message>
    <message>
        <source>The other computer shows it.</source>
        <translation>由对方显示。</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>&amp;Hide and draw it</source>
        <translation>隐藏并画出(&amp;H)</translation>
    </message>
    <message>
        <source>As n&amp;umbers</source>
        <translation>以数字输入(&amp;U)</translation>
    </message>
    <message>
        <source>Hide the upper curve of the selected run until somebody has drawn it</source>
        <translation>隐藏所选运行的上方曲线，直到有人画出它</translation>
    </message>
    <message>
        <source>Runs compared</source>
        <translation>各次运行的比较</translation>
    </message>
    <message>
        <source>Type the curve instead of drawing it</source>
        <translation>输入曲线的数值，而不用手绘</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>比较的内容</translation>
    </message>
    <message>
        <source>What is compared below</source>
        <translation>下方比较的内容</translation>
    </message>
    <message>
        <source>and</source>
        <translation>和</translation>
    </message>
    <message>
        <source>nothing more</source>
        <translation>不再比较其他</translation>
    </message>
</context>
<context>
    <name>ComposeTextDialog</name>
    <message>
        <source>&amp;Send</source>
        <translation>发送(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>发给(&amp;T)</translation>
    </message>
    <message>
        <source>A note, a link, whatever is to be read on the other computer</source>
        <translation>便条、链接，或任何要给对方看的文字</translation>
    </message>
    <message>
        <source>C&amp;ode</source>
        <translation>配对码(&amp;O)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Send a text</source>
        <translation>发送文本</translation>
    </message>
    <message>
        <source>Text to send</source>
        <translation>要发送的文本</translation>
    </message>
    <message>
        <source>{0}; the beginning is shown</source>
        <translation>{0}，只显示开头部分</translation>
    </message>
</context>
<context>
    <name>ComputerDialog</name>
    <message>
        <source>&amp;Forget</source>
        <translation>忘记(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name of this computer</source>
        <translation>本机名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Take its files without asking</source>
        <translation>直接接收它的文件，不再询问(&amp;T)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Known computers</source>
        <translation>已知电脑</translation>
    </message>
    <message>
        <source>Last met</source>
        <translation>上次连接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>None yet. A computer is known once it has paired with this one by a code phrase.</source>
        <translation>还没有。用配对码与本机配对过的电脑会出现在这里。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>This computer and those it knows</source>
        <translation>本机与已知电脑</translation>
    </message>
    <message>
        <source>What is this computer called?</source>
        <translation>这台电脑叫什么名字？</translation>
    </message>
</context>
<context>
    <name>ComputerTile</name>
    <message>
        <source>It says that it is this computer that you know. Its key is checked when you send.</source>
        <translation>它自称是您已知的这台电脑。发送时会检查它的密钥。</translation>
    </message>
    <message>
        <source>Not heard of on this network now. This is where something was last sent to it.</source>
        <translation>目前在此网络中没有发现它。这是上次向它发送时的地址。</translation>
    </message>
    <message>
        <source>The name is what it says of itself. The code that it shows makes sure who it is.</source>
        <translation>名称是它自报的。用它显示的配对码可以确认身份。</translation>
    </message>
    <message>
        <source>known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>known, near here</source>
        <translation>已知，在附近</translation>
    </message>
    <message>
        <source>new, near here</source>
        <translation>新电脑，在附近</translation>
    </message>
</context>
<context>
    <name>ContenderEditor</name>
    <message>
        <source>Called</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Classroom: {0}</source>
        <translation>课堂：{0}</translation>
    </message>
    <message>
        <source>Compare without these settings</source>
        <translation>不比较这组设置</translation>
    </message>
    <message>
        <source>Default: fast</source>
        <translation>默认：快速</translation>
    </message>
    <message>
        <source>Settings to compare</source>
        <translation>要比较的设置</translation>
    </message>
    <message>
        <source>Values of these settings</source>
        <translation>这组设置的数值</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详细信息</translation>
    </message>
    <message>
        <source>Details of the selected transfer</source>
        <translation>所选传输的详细信息</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>No transfer is selected.</source>
        <translation>没有选中传输。</translation>
    </message>
    <message>
        <source>Numbers of the transfer</source>
        <translation>此传输的数值</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Recording is switched off: of a transfer no curves, buffers and events are kept.</source>
        <translation>未开启记录：不会保留传输的曲线、缓冲区和事件。</translation>
    </message>
    <message>
        <source>Select one in the list above to see how it goes.</source>
        <translation>在上面的列表中选择一个，查看进展。</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Space-time</source>
        <translation>时空图</translation>
    </message>
    <message>
        <source>This transfer ran while recording was switched off.</source>
        <translation>此传输进行时未开启记录。</translation>
    </message>
    <message>
        <source>Why a segment was last sent again, and the timer</source>
        <translation>最近一次重传的原因，以及定时器</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Anywhere in this window will do. {0} pastes them.</source>
        <translation>拖到窗口中任何位置都可以，也可以按 {0} 粘贴。</translation>
    </message>
    <message>
        <source>Choose a folder to send</source>
        <translation>选择要发送的文件夹</translation>
    </message>
    <message>
        <source>Choose files to send</source>
        <translation>选择要发送的文件</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Chosen: {0}</source>
        <translation>已选择：{0}</translation>
    </message>
    <message>
        <source>Drop files or folders here</source>
        <translation>把文件或文件夹拖到这里</translation>
    </message>
    <message>
        <source>Drop files, folders or text here</source>
        <translation>把文件、文件夹或文本拖到这里</translation>
    </message>
    <message>
        <source>Files and folders to send</source>
        <translation>要发送的文件和文件夹</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>没有选择任何内容。</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Send text…</source>
        <translation>发送文本…</translation>
    </message>
    <message>
        <source>{0} cannot be reached.</source>
        <translation>无法访问 {0}。</translation>
    </message>
    <message>
        <source>{0} cannot be read. Check who may open it.</source>
        <translation>无法读取 {0}。请检查它的访问权限。</translation>
    </message>
    <message>
        <source>{0} is not a file that can be sent.</source>
        <translation>{0} 不是可以发送的文件。</translation>
    </message>
    <message>
        <source>{0} is not there. Was it moved or deleted?</source>
        <translation>{0} 不存在。是否已被移动或删除？</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message numerus="yes">
        <source>%n event(s) are listed.</source>
        <translation><numerusform>列出了 %n 个事件。</numerusform></translation>
    </message>
    <message>
        <source>Acknowledgements</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>所有事件</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Find in the words</source>
        <translation>在文字中查找</translation>
    </message>
    <message>
        <source>Find in the words of events</source>
        <translation>在事件的文字中查找</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Reading and writing</source>
        <translation>读写</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>报文段</translation>
    </message>
    <message>
        <source>Timer</source>
        <translation>定时器</translation>
    </message>
    <message>
        <source>What is notable</source>
        <translation>值得注意的</translation>
    </message>
    <message>
        <source>Which events are listed</source>
        <translation>列出哪些事件</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>EventModel</name>
    <message>
        <source>Rule and source</source>
        <translation>规则与出处</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>端</translation>
    </message>
    <message>
        <source>Time, s</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>With the sequence numbers on the wire</source>
        <translation>按线路上的序号</translation>
    </message>
</context>
<context>
    <name>ExercisePanel</name>
    <message>
        <source>&amp;Open exercise…</source>
        <translation>打开练习(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save the present settings as an exercise…</source>
        <translation>把当前设置存为练习(&amp;S)…</translation>
    </message>
    <message>
        <source>A small classroom transfer, of which you lose a segment</source>
        <translation>一次小型课堂传输，由您丢掉其中一个报文段</translation>
    </message>
    <message>
        <source>Be&amp;gin this exercise</source>
        <translation>开始此练习(&amp;G)</translation>
    </message>
    <message>
        <source>Exercises</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Ma&amp;ke a time-out happen</source>
        <translation>制造一次超时(&amp;K)</translation>
    </message>
</context>
<context>
    <name>FilesTab</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files that are not across, were left out, or began anew</source>
        <translation>未送达、被略过或重新开始的文件</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>还有 {0} 个</translation>
    </message>
    <message>
        <source>began anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>it had changed at the sender</source>
        <translation>发送方的文件已改变</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>not across</source>
        <translation>未送达</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Save received files in</source>
        <translation>接收的文件保存到</translation>
    </message>
</context>
<context>
    <name>GraphTab</name>
    <message>
        <source>As a double click does</source>
        <translation>与双击相同</translation>
    </message>
    <message>
        <source>Seen at the {0}</source>
        <translation>在{0}观察</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Wheel: zoom. Drag: move. Shift and drag: zoom to a rectangle. Click: choose.</source>
        <translation>滚轮：缩放。拖动：移动。按住 Shift 拖动：放大所选区域。单击：选择。</translation>
    </message>
    <message>
        <source>Where it is seen</source>
        <translation>观察位置</translation>
    </message>
</context>
<context>
    <name>Handbook</name>
    <message>
        <source>Chapters</source>
        <translation>章节</translation>
    </message>
    <message>
        <source>Handbook of PTP</source>
        <translation>PTP 使用手册</translation>
    </message>
    <message>
        <source>The handbook's text</source>
        <translation>手册正文</translation>
    </message>
    <message>
        <source>en.md</source>
        <comment>the file of the handbook in this language</comment>
        <translation>zh_CN.md</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>再次发送(&amp;S)</translation>
    </message>
    <message>
        <source>C&amp;lear all…</source>
        <translation>全部清除(&amp;L)…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Nothing is found by these words.</source>
        <translation>没有找到匹配的记录。</translation>
    </message>
    <message>
        <source>Nothing yet. What you send and receive is listed here, until you remove it.</source>
        <translation>还没有记录。您发送和接收的内容会列在这里，直到您将其移除。</translation>
    </message>
    <message>
        <source>Search by name, computer, address or folder</source>
        <translation>按名称、电脑、地址或文件夹搜索</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史记录</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>打开所在文件夹(&amp;F)</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>With</source>
        <translation>对方</translation>
    </message>
</context>
<context>
    <name>LaboratoryPage</name>
    <message>
        <source>Change the folder of segment logs</source>
        <translation>更改报文段日志的文件夹</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Classroom values</source>
        <translation>课堂参数</translation>
    </message>
    <message>
        <source>Link &amp;conditioner, for this session</source>
        <translation>链路调节器，仅限本次运行(&amp;C)</translation>
    </message>
    <message>
        <source>These count for transfers that start from now on; the conditioner also for those that run, and the live view marks each change. It works on what this computer sends; in the classroom profile it drops data segments alone, and the same seed drops the same ones.</source>
        <translation>这些设置对此后开始的传输生效；链路调节器对正在进行的传输也立即生效，实时视图会标出每次更改。它只作用于本机发出的数据；在课堂配置中只丢弃数据报文段，种子相同则丢弃的报文段也相同。</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>传输协议</translation>
    </message>
    <message>
        <source>Write segment &amp;logs</source>
        <translation>写报文段日志(&amp;L)</translation>
    </message>
    <message>
        <source>Write segment logs in</source>
        <translation>报文段日志保存到</translation>
    </message>
</context>
<context>
    <name>LaboratoryRoom</name>
    <message>
        <source>Compare and tamper</source>
        <translation>比较与干预</translation>
    </message>
    <message>
        <source>For real transfers</source>
        <translation>用于真实传输</translation>
    </message>
    <message>
        <source>Parts of the laboratory</source>
        <translation>实验室的各部分</translation>
    </message>
</context>
<context>
    <name>LessonBar</name>
    <message>
        <source>Also at the next start</source>
        <translation>下次启动时保留</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Switch off what is on for a lesson</source>
        <translation>关闭课堂用的设置</translation>
    </message>
</context>
<context>
    <name>LinkEditor</name>
    <message>
        <source>A link of one's own</source>
        <translation>自定义链路</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>回程</translation>
    </message>
    <message>
        <source>Both directions of the link</source>
        <translation>链路的两个方向</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Rate, delay, loss…</source>
        <translation>速率、时延、丢包…</translation>
    </message>
    <message>
        <source>There</source>
        <translation>去程</translation>
    </message>
    <message>
        <source>There: {0}. Back: {1}.</source>
        <translation>去程：{0}。回程：{1}。</translation>
    </message>
    <message>
        <source>What the receiver sends</source>
        <translation>接收方发送的</translation>
    </message>
    <message>
        <source>What the sender sends</source>
        <translation>发送方发送的</translation>
    </message>
    <message>
        <source>nothing happens</source>
        <translation>没有任何影响</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>At {0}.</source>
        <translation>时刻 {0}。</translation>
    </message>
    <message>
        <source>Chosen, at {0}: {1}</source>
        <translation>已选择 {0} 处：{1}</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Curves of the connection</source>
        <translation>连接的曲线</translation>
    </message>
    <message>
        <source>No connection is shown. The curves fill while a file crosses.</source>
        <translation>没有显示任何连接。传输文件时曲线会逐渐绘出。</translation>
    </message>
    <message>
        <source>No data was sent.</source>
        <translation>没有发送数据。</translation>
    </message>
    <message>
        <source>The curves of a transfer appear here while it runs.</source>
        <translation>传输进行时，这里会显示它的曲线。</translation>
    </message>
    <message>
        <source>Which curves are drawn</source>
        <translation>绘制哪些曲线</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>PTP</source>
        <translation>PTP</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Before that: {0}</source>
        <translation>在此之前：{0}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>消息的详细信息</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Do something about it</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>NearbyStrip</name>
    <message>
        <source>&amp;Look for computers near here</source>
        <translation>查找附近的电脑(&amp;L)</translation>
    </message>
    <message>
        <source>Computers near here are not looked for. Type an address below.</source>
        <translation>未查找附近的电脑。请在下面输入地址。</translation>
    </message>
    <message>
        <source>Computers near here that receive appear here. Until one does, type its address below.</source>
        <translation>附近正在接收的电脑会出现在这里。也可以在下面直接输入地址。</translation>
    </message>
    <message>
        <source>Listens on the local network for computers that say that they receive.</source>
        <translation>监听本地网络，查找正在接收的电脑。</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>发送到</translation>
    </message>
</context>
<context>
    <name>NumbersTable</name>
    <message>
        <source>Acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>拥塞窗口</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Dropped by the conditioner</source>
        <translation>被链路调节器丢弃</translation>
    </message>
    <message>
        <source>Duplicate acknowledgements</source>
        <translation>重复确认</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>MSS</source>
        <translation>MSS</translation>
    </message>
    <message>
        <source>Minimum RTT</source>
        <translation>最小往返时间</translation>
    </message>
    <message>
        <source>No data was sent.</source>
        <translation>没有发送数据。</translation>
    </message>
    <message>
        <source>Nothing has crossed yet. How far it is, and how fast, appears here.</source>
        <translation>还没有数据传过去。进度和速度会显示在这里。</translation>
    </message>
    <message>
        <source>Pacing rate</source>
        <translation>平滑发送速率 (pacing)</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Peer's window</source>
        <translation>对方窗口</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>RTO</source>
        <translation>超时重传时间 (RTO)</translation>
    </message>
    <message>
        <source>RTT</source>
        <translation>往返时间 (RTT)</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Received twice</source>
        <translation>重复收到</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>报文段</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Sent again</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed in bits</source>
        <translation>速度（比特）</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>by fast retransmit</source>
        <translation>其中快速重传</translation>
    </message>
    <message>
        <source>by time-out</source>
        <translation>其中超时重传</translation>
    </message>
    <message>
        <source>for nothing (spurious)</source>
        <translation>其中虚假重传</translation>
    </message>
</context>
<context>
    <name>OfferSheet</name>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation><numerusform>还有 %n 个在等待</numerusform></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Accept always from this peer</source>
        <translation>始终接收来自它的文件</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Keep both: save under a new name</source>
        <translation>两者都保留：以新名称保存</translation>
    </message>
    <message>
        <source>Keep what is there: do not save over it</source>
        <translation>保留现有文件：不覆盖</translation>
    </message>
    <message>
        <source>Not enough space: {0} needed, {1} free. Choose another folder.</source>
        <translation>空间不足：需要 {0}，可用 {1}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Refuse what has such a name</source>
        <translation>拒绝同名文件</translation>
    </message>
    <message>
        <source>Replace files that are there</source>
        <translation>替换现有文件</translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Save to folder</source>
        <translation>保存到文件夹</translation>
    </message>
    <message>
        <source>There already: {0}.</source>
        <translation>已存在：{0}。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What to do about names that are in use</source>
        <translation>如何处理同名文件</translation>
    </message>
    <message>
        <source>known to this computer</source>
        <translation>本机已知</translation>
    </message>
    <message>
        <source>new to this computer</source>
        <translation>首次连接</translation>
    </message>
    <message>
        <source>{0} free there.</source>
        <translation>该处可用 {0}。</translation>
    </message>
    <message>
        <source>{0} wants to send you {1}</source>
        <translation>{0} 想发给您{1}</translation>
    </message>
    <message>
        <source>{0}, {1}: {2}</source>
        <translation>{0}，{1}：{2}</translation>
    </message>
</context>
<context>
    <name>OutcomeView</name>
    <message>
        <source>Compared</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Fairness of those who share the link (Jain): {0}</source>
        <translation>共享链路的公平性（Jain 指数）：{0}</translation>
    </message>
    <message>
        <source>{0}, before</source>
        <translation>{0}（改动前）</translation>
    </message>
    <message>
        <source>{0}: packet {1} was never sent.</source>
        <translation>{0}：分组 {1} 从未发送。</translation>
    </message>
</context>
<context>
    <name>OverlayPlot</name>
    <message>
        <source>up to {0}</source>
        <translation>至多 {0}</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>30 s</source>
        <translation>30 秒</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>From the beginning to the end</source>
        <translation>从开始到结束</translation>
    </message>
    <message>
        <source>From the first data to the last, without the waiting</source>
        <translation>从第一个数据到最后一个，不含等待</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>The moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>The newest 30 seconds</source>
        <translation>最近 30 秒</translation>
    </message>
    <message>
        <source>To the event before</source>
        <translation>上一个事件</translation>
    </message>
    <message>
        <source>To the next event</source>
        <translation>下一个事件</translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>The curve in numbers</source>
        <translation>曲线的数值</translation>
    </message>
</context>
<context>
    <name>PredictionBar</name>
    <message>
        <source>&amp;Done</source>
        <translation>完成(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Next curve</source>
        <translation>下一条曲线(&amp;N)</translation>
    </message>
    <message>
        <source>Draw a&amp;new</source>
        <translation>重画(&amp;N)</translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation>继续(&amp;O)</translation>
    </message>
    <message>
        <source>Nothing was drawn. This is the real one.</source>
        <translation>没有画任何内容。这是真实的曲线。</translation>
    </message>
    <message>
        <source>Sho&amp;w the real one</source>
        <translation>显示真实曲线(&amp;W)</translation>
    </message>
    <message>
        <source>What do you expect of "{1}": {0}? Draw it with the mouse, with the arrow keys, or as numbers. Space lifts the pen of the keys and lets it down again.</source>
        <translation>您预计“{1}”的{0}会是怎样？请用鼠标或方向键画出来，或输入数值。按空格键可抬起或放下方向键的画笔。</translation>
    </message>
    <message>
        <source>{0} of 100 points. {1} % of the time were drawn.</source>
        <translation>得分 {0}（满分 100）。画出了 {1}% 的时间。</translation>
    </message>
    <message>
        <source>{0} of 100 points. {1} % of the time were drawn; the largest difference is at {2}.</source>
        <translation>得分 {0}（满分 100）。画出了 {1}% 的时间；最大偏差在 {2}。</translation>
    </message>
    <message>
        <source>{0}/{1}. {2}</source>
        <translation>{0}/{1}。{2}</translation>
    </message>
</context>
<context>
    <name>PreferenceRow</name>
    <message>
        <source>Back to the default: {0}</source>
        <translation>恢复默认：{0}</translation>
    </message>
</context>
<context>
    <name>PreferencesController</name>
    <message>
        <source>Like the desktop</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有匹配的设置。</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ProblemsController</name>
    <message>
        <source>Use another port</source>
        <translation>使用其他端口</translation>
    </message>
    <message>
        <source>{0} cannot be opened here.</source>
        <translation>无法打开 {0}。</translation>
    </message>
    <message>
        <source>{0} is on the clipboard.</source>
        <translation>{0} 已复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>QR code of {0}</source>
        <translation>{0} 的二维码</translation>
    </message>
</context>
<context>
    <name>ReadTextDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Next text ({0})</source>
        <translation>下一条文本（{0}）(&amp;N)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It was written {0}. Letters of several alphabets look alike: it leads to {1}.</source>
        <translation>原文写作 {0}。不同文字的字母可能看起来一样，实际会打开 {1}。</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Save as &amp;file…</source>
        <translation>另存为文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>保存文本</translation>
    </message>
    <message>
        <source>Text from {0}, {1}</source>
        <translation>来自 {0} 的文本，{1}</translation>
    </message>
    <message>
        <source>Text to {0}, {1}</source>
        <translation>发给 {0} 的文本，{1}</translation>
    </message>
    <message>
        <source>The first {0} characters are shown. Copy and Save take all of it.</source>
        <translation>只显示前 {0} 个字符，复制和保存会包含全文。</translation>
    </message>
    <message>
        <source>What stands before the @, {0}, is not where it leads. It leads to {1}.</source>
        <translation>@ 前面的 {0} 不是网站地址，实际会打开 {1}。</translation>
    </message>
</context>
<context>
    <name>ReceivePage</name>
    <message>
        <source>&amp;Change…</source>
        <translation>更改(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Let a class in</source>
        <translation>允许全班连接(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Receive files</source>
        <translation>接收文件(&amp;R)</translation>
    </message>
    <message>
        <source>A folder for &amp;each sender</source>
        <translation>每个发送方使用单独的文件夹(&amp;E)</translation>
    </message>
    <message>
        <source>Can be &amp;found on this network</source>
        <translation>可在此网络中被发现(&amp;F)</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>更改文件夹</translation>
    </message>
    <message>
        <source>Computers near here are told this one's name and address while it receives.</source>
        <translation>接收期间，附近的电脑可以看到本机的名称和地址。</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>复制 {0}</translation>
    </message>
    <message>
        <source>Let in so far: {0}</source>
        <translation>已连接：{0}</translation>
    </message>
    <message>
        <source>Named after the sender, with the beginning of its fingerprint.</source>
        <translation>以发送方的名称和指纹开头命名。</translation>
    </message>
    <message>
        <source>Off. Nobody can send to this computer.</source>
        <translation>已关闭。没有人能向本机发送文件。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Opening the port…</source>
        <translation>正在打开端口…</translation>
    </message>
    <message>
        <source>Ready to receive. Tell the sender an address and the code.</source>
        <translation>可以接收了。请把地址和配对码告诉发送方。</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>保存到(&amp;I)</translation>
    </message>
    <message>
        <source>Save received files in</source>
        <translation>接收的文件保存到</translation>
    </message>
    <message>
        <source>The code stays, and everyone who has it gets in, until you switch this off.</source>
        <translation>配对码保持不变，知道它的人都可以连接，直到您关闭此项。</translation>
    </message>
    <message>
        <source>Use another port</source>
        <translation>使用其他端口</translation>
    </message>
    <message>
        <source>{0} PTP goes on trying; or use another port.</source>
        <translation>{0}PTP 会继续尝试；也可以使用其他端口。</translation>
    </message>
</context>
<context>
    <name>ReceivingController</name>
    <message>
        <source>Nobody can send to this computer now: {0}</source>
        <translation>现在没有人能向本机发送：{0}</translation>
    </message>
</context>
<context>
    <name>RecordedPage</name>
    <message>
        <source>Record from the next transfer on</source>
        <translation>从下一个传输开始记录</translation>
    </message>
</context>
<context>
    <name>RecordingPage</name>
    <message>
        <source>Buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Space-time</source>
        <translation>时空图</translation>
    </message>
    <message>
        <source>Views of the recording</source>
        <translation>记录的视图</translation>
    </message>
</context>
<context>
    <name>RecordingWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Events, for a spreadsheet (*.csv)</source>
        <translation>事件，用于电子表格 (*.csv)</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>正在打开 {0}</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Recording of PTP (*.ptprec)</source>
        <translation>PTP 记录 (*.ptprec)</translation>
    </message>
    <message>
        <source>Report to mail (*.html)</source>
        <translation>报告，可用邮件发送 (*.html)</translation>
    </message>
    <message>
        <source>Samples, for a spreadsheet (*.samples.csv)</source>
        <translation>采样，用于电子表格 (*.samples.csv)</translation>
    </message>
    <message>
        <source>Save a picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Save a report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>qlog, for qvis and others (*.sqlog)</source>
        <translation>qlog，用于 qvis 等 (*.sqlog)</translation>
    </message>
    <message>
        <source>{0} — PTP</source>
        <translation>{0} — PTP</translation>
    </message>
</context>
<context>
    <name>RecordingsController</name>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open recordings</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Recordings ({0})</source>
        <translation>记录 ({0})</translation>
    </message>
    <message>
        <source>Save recording</source>
        <translation>保存记录</translation>
    </message>
    <message>
        <source>Select a transfer that has begun: its recording is what is saved.</source>
        <translation>请选择一个已开始的传输：保存的是它的记录。</translation>
    </message>
    <message>
        <source>{0} is saved.</source>
        <translation>{0} 已保存。</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>What came out</source>
        <translation>运行结果</translation>
    </message>
</context>
<context>
    <name>SaveExerciseDialog</name>
    <message>
        <source>&amp;Of</source>
        <translation>来自(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>问题(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>标题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Why it is so</source>
        <translation>原因(&amp;W)</translation>
    </message>
    <message>
        <source>Exercises (*{0})</source>
        <translation>练习 (*{0})</translation>
    </message>
    <message>
        <source>Save as an exercise</source>
        <translation>存为练习</translation>
    </message>
    <message>
        <source>Save exercise</source>
        <translation>保存练习</translation>
    </message>
    <message>
        <source>To be &amp;drawn first</source>
        <translation>先要画出(&amp;D)</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>SendPage</name>
    <message>
        <source>&amp;Send</source>
        <translation>发送(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Send {0}</source>
        <translation>发送 {0}(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>发给(&amp;T)</translation>
    </message>
    <message>
        <source>C&amp;ode</source>
        <translation>配对码(&amp;O)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>SeriesPlot</name>
    <message>
        <source>And {0} more of the same kind here: zoom to see them.</source>
        <translation>此处还有 {0} 个同类事件：放大即可看到。</translation>
    </message>
    <message>
        <source>{0}: nothing yet</source>
        <translation>{0}：暂无数据</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The language changes when PTP is opened the next time.</source>
        <translation>下次打开 PTP 时更换语言。</translation>
    </message>
</context>
<context>
    <name>SetupForm</name>
    <message>
        <source>&amp;Add settings</source>
        <translation>添加设置(&amp;A)</translation>
    </message>
    <message>
        <source>A file whose size is to be sent</source>
        <translation>按其大小发送的文件</translation>
    </message>
    <message>
        <source>All through one link at the same time</source>
        <translation>同时经过同一条链路</translation>
    </message>
    <message>
        <source>As a file…</source>
        <translation>按文件…</translation>
    </message>
    <message>
        <source>Compare these settings</source>
        <translation>比较这些设置</translation>
    </message>
    <message>
        <source>Over the lin&amp;k</source>
        <translation>经由链路(&amp;K)</translation>
    </message>
    <message>
        <source>S&amp;ize of what is sent</source>
        <translation>发送的数据量(&amp;I)</translation>
    </message>
    <message>
        <source>Take the size of a file</source>
        <translation>采用某个文件的大小</translation>
    </message>
    <message>
        <source>The same seed loses the same segments.</source>
        <translation>种子相同，丢失的报文段也相同。</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>无法读取 {0}：{1}。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>按键及其作用</translation>
    </message>
    <message>
        <source>Tab leads from one part to the next, arrows move within a part. Alt and an underlined letter lead to what it names.</source>
        <translation>Tab 键在各部分之间移动，方向键在部分之内移动。Alt 加带下划线的字母可跳到对应的项目。</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
</context>
<context>
    <name>SpaceTimeDiagram</name>
    <message>
        <source>Dashed: that end was not recorded, and is drawn half a round trip away.</source>
        <translation>虚线：该端没有记录，按半个往返时间画出。</translation>
    </message>
    <message>
        <source>Here each segment will be an arrow from one side to the other, time running downwards.</source>
        <translation>这里每个报文段画成从一端到另一端的箭头，时间自上而下。</translation>
    </message>
    <message>
        <source>No data was sent.</source>
        <translation>没有发送数据。</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>发送方</translation>
    </message>
    <message>
        <source>Space-time diagram</source>
        <translation>时空图</translation>
    </message>
    <message>
        <source>time-out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>{0} segments are too many for arrows: how many at each moment. Zoom in to see them.</source>
        <translation>{0} 个报文段太多，无法逐一画箭头，这里显示各时刻的数量。放大即可看到箭头。</translation>
    </message>
</context>
<context>
    <name>SystemTray</name>
    <message>
        <source>PTP</source>
        <translation>PTP</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Send files…</source>
        <translation>发送文件…</translation>
    </message>
    <message>
        <source>Show PTP</source>
        <translation>显示 PTP</translation>
    </message>
</context>
<context>
    <name>TamperBar</name>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>&amp;Lose it</source>
        <translation>丢弃(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Watch it</source>
        <translation>观看(&amp;W)</translation>
    </message>
    <message>
        <source>As it is &amp;now</source>
        <translation>改动后(&amp;N)</translation>
    </message>
    <message>
        <source>As it was be&amp;fore</source>
        <translation>改动前(&amp;F)</translation>
    </message>
    <message>
        <source>Chosen, at {0}: {1} What shall become of it?</source>
        <translation>已选择 {0} 处：{1}您要对它做什么？</translation>
    </message>
    <message>
        <source>Da&amp;mage it</source>
        <translation>损坏(&amp;M)</translation>
    </message>
    <message>
        <source>Dela&amp;y it by</source>
        <translation>延迟(&amp;Y)</translation>
    </message>
    <message>
        <source>How much later it arrives</source>
        <translation>推迟多久到达</translation>
    </message>
    <message>
        <source>Nothing is different: that segment was never sent.</source>
        <translation>没有不同：该报文段从未发送。</translation>
    </message>
    <message>
        <source>Play, slowly, from where it was changed</source>
        <translation>从改动处慢速播放</translation>
    </message>
    <message>
        <source>Send it &amp;twice</source>
        <translation>发送两次(&amp;T)</translation>
    </message>
    <message>
        <source>Take it &amp;back</source>
        <translation>撤销(&amp;B)</translation>
    </message>
    <message>
        <source>The file does not arrive.</source>
        <translation>文件无法送达。</translation>
    </message>
    <message>
        <source>The file is across at the same time.</source>
        <translation>文件送达时间不变。</translation>
    </message>
    <message>
        <source>The file is across {0} later.</source>
        <translation>文件晚 {0} 送达。</translation>
    </message>
    <message>
        <source>The file is across {0} sooner.</source>
        <translation>文件早 {0} 送达。</translation>
    </message>
    <message>
        <source>This went through sockets and cannot be repeated: the time machine is for computed runs.</source>
        <translation>这次运行经过了真实的套接字，无法重现：时光机只用于计算得出的运行。</translation>
    </message>
    <message>
        <source>Time machine: click a segment on its way, an arrow in Space-time or a row in Events, and decide what becomes of it.</source>
        <translation>时光机：单击途中的报文段（时空图中的箭头或事件列表中的一行），决定它的命运。</translation>
    </message>
    <message>
        <source>Up to {0} nothing is different.</source>
        <translation>在 {0} 之前没有不同。</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>改动的内容</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>delayed by {0} ms</source>
        <translation>延迟 {0} 毫秒</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>packet {0} of the {1}: {2}</source>
        <translation>{1}的分组 {0}：{2}</translation>
    </message>
    <message>
        <source>sent twice</source>
        <translation>发送两次</translation>
    </message>
</context>
<context>
    <name>TextsController</name>
    <message>
        <source>Copied: {0}.</source>
        <translation>已复制：{0}。</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>已保存为 {0}。</translation>
    </message>
    <message>
        <source>The text is on the clipboard.</source>
        <translation>文本已复制到剪贴板。</translation>
    </message>
    <message>
        <source>{0} cannot be opened here.</source>
        <translation>无法打开 {0}。</translation>
    </message>
</context>
<context>
    <name>ThisComputer</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>配对码</translation>
    </message>
    <message>
        <source>Copy a link with the address and the code</source>
        <translation>复制包含地址和配对码的链接</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制配对码</translation>
    </message>
    <message>
        <source>Everything about receiving</source>
        <translation>全部接收设置</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>换一个配对码</translation>
    </message>
    <message>
        <source>Off. Nobody can send to this computer.</source>
        <translation>已关闭。没有人能向本机发送文件。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Opening the port…</source>
        <translation>正在打开端口…</translation>
    </message>
    <message>
        <source>Others need the code and the address, or a camera.</source>
        <translation>别人需要配对码和地址，或用相机扫码。</translation>
    </message>
    <message>
        <source>Ready to receive</source>
        <translation>可以接收</translation>
    </message>
    <message>
        <source>Receive files</source>
        <translation>接收文件</translation>
    </message>
    <message>
        <source>Saved in</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Use another port</source>
        <translation>使用其他端口</translation>
    </message>
    <message>
        <source>no code</source>
        <translation>没有配对码</translation>
    </message>
</context>
<context>
    <name>ThreeToneProgressBar</name>
    <message>
        <source>Not started.</source>
        <translation>尚未开始。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Verified on the other side's disk: {0} of {1} ({2}).
Acknowledged: {3}.
Sent: {4}.</source>
        <translation>对方磁盘上已校验：{0} / {1}（{2}）。
已确认：{3}。
已发送：{4}。</translation>
    </message>
</context>
<context>
    <name>TimeSequenceGraph</name>
    <message>
        <source>Here each segment will be a bar: when it went, and which bytes it carried.</source>
        <translation>这里每个报文段画成一条竖线：何时发出，携带哪些字节。</translation>
    </message>
    <message>
        <source>No data was sent.</source>
        <translation>没有发送数据。</translation>
    </message>
    <message>
        <source>Time-sequence graph</source>
        <translation>时间—序号图</translation>
    </message>
</context>
<context>
    <name>TimerDial</name>
    <message>
        <source>Retransmission timer</source>
        <translation>重传定时器</translation>
    </message>
    <message>
        <source>The timer is off</source>
        <translation>定时器已停止</translation>
    </message>
    <message>
        <source>The timer is off.</source>
        <translation>定时器已停止。</translation>
    </message>
    <message>
        <source>The timer ran out</source>
        <translation>定时器已超时</translation>
    </message>
    <message>
        <source>The timer runs</source>
        <translation>定时器正在计时</translation>
    </message>
    <message>
        <source>at {0}.</source>
        <translation>于 {0}。</translation>
    </message>
    <message>
        <source>left {0} of {1}</source>
        <translation>剩余 {0} / {1}</translation>
    </message>
    <message>
        <source>runs out at {0}</source>
        <translation>将于 {0} 超时</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>自 {0} 起</translation>
    </message>
    <message>
        <source>since {0}.</source>
        <translation>自 {0} 起。</translation>
    </message>
</context>
<context>
    <name>TransferList</name>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
</context>
<context>
    <name>TransferMenu</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Mbit/s for this transfer</source>
        <translation>此传输的限速（Mbit/s）</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>查看文本</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>Cancel the transfer</source>
        <translation>取消传输</translation>
    </message>
    <message>
        <source>Cancel {0}</source>
        <translation>取消 {0}</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续传输</translation>
    </message>
    <message>
        <source>Pause {0}</source>
        <translation>暂停 {0}</translation>
    </message>
    <message>
        <source>Remove {0} from the list</source>
        <translation>从列表中移除 {0}</translation>
    </message>
    <message>
        <source>Resume {0}</source>
        <translation>继续 {0}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>查看文本</translation>
    </message>
    <message>
        <source>Try to send {0} again</source>
        <translation>重新发送 {0}</translation>
    </message>
    <message>
        <source>calculating</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>来自 {0}</translation>
    </message>
    <message>
        <source>time left: {0}</source>
        <translation>剩余时间：{0}</translation>
    </message>
    <message>
        <source>to {0}</source>
        <translation>发往 {0}</translation>
    </message>
    <message>
        <source>{0} of {1} are across. If you cancel now, it has to start again from the beginning.</source>
        <translation>已送达 {0} / {1}。如果现在取消，之后必须从头开始。</translation>
    </message>
</context>
<context>
    <name>TransfersPanel</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>历史记录…</translation>
    </message>
    <message>
        <source>How the selected transfer goes, and why</source>
        <translation>所选传输的进展与原因</translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation>移除已完成</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>What you send, and what comes here, is shown in this list: how far, how fast, and why.</source>
        <translation>您发送的和收到的内容都会显示在这个列表中：进度、速度和原因。</translation>
    </message>
</context>
<context>
    <name>ValuesController</name>
    <message>
        <source>{0} more</source>
        <translation>还有 {0} 个</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Compare what is set up on the left</source>
        <translation>比较左侧设置的内容</translation>
    </message>
    <message>
        <source>Draw a curve before you see it: the exercises</source>
        <translation>先画后看：练习</translation>
    </message>
    <message>
        <source>Here transfers are computed, over a link that you choose, in a second or two. Compare settings, look into each run segment by segment, and decide what becomes of a segment on its way.</source>
        <translation>在这里，传输是计算出来的：选好链路，一两秒就有结果。您可以比较不同设置，逐个报文段地观察每次运行，并决定途中某个报文段的命运。</translation>
    </message>
    <message>
        <source>Make a time-out happen</source>
        <translation>制造一次超时</translation>
    </message>
    <message>
        <source>Transfers without a second computer</source>
        <translation>无需第二台电脑的传输</translation>
    </message>
</context>
<context>
    <name>argparse</name>
    <message>
        <source>argument %(argument_name)s: %(message)s</source>
        <translation>参数 %(argument_name)s：%(message)s</translation>
    </message>
    <message>
        <source>expected at least one argument</source>
        <translation>至少需要一个值</translation>
    </message>
    <message>
        <source>expected at most one argument</source>
        <translation>最多只能有一个值</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>需要一个值</translation>
    </message>
    <message>
        <source>ignored explicit argument %r</source>
        <translation>不接受值 %r</translation>
    </message>
    <message>
        <source>invalid %(type)s value: %(value)r</source>
        <translation>%(value)r 不是有效的 %(type)s 值</translation>
    </message>
    <message>
        <source>invalid choice: %(value)r (choose from %(choices)s)</source>
        <translation>%(value)r 不是有效的取值（可选 %(choices)s）</translation>
    </message>
    <message>
        <source>not allowed with argument %s</source>
        <translation>不能与参数 %s 一起使用</translation>
    </message>
    <message>
        <source>one of the arguments %s is required</source>
        <translation>需要参数 %s 之一</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>显示此帮助并退出</translation>
    </message>
    <message>
        <source>the following arguments are required: %s</source>
        <translation>缺少以下参数：%s</translation>
    </message>
    <message>
        <source>unrecognized arguments: %s</source>
        <translation>无法识别的参数：%s</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation><numerusform>%n 个文件</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), {0} in {1}.</source>
        <translation><numerusform>%n 个文件，{0}，用时 {1}。</numerusform></translation>
    </message>
    <message>
        <source>(not installed)</source>
        <translation>（未安装）</translation>
    </message>
    <message>
        <source>(the offer was withdrawn)</source>
        <translation>（对方已撤回）</translation>
    </message>
    <message>
        <source>A log has a line for each segment, `snd|rcv|drop  time  type  seq  bytes  ack`, its columns parted by any blanks, its
numbers absolute or relative. Lines that begin with # are notes; a log of PTP carries its values in them, for others
they are said by options. The totals at the end are held against the lines.

Times are seconds or milliseconds: as --time-unit or a note says; else whole numbers are milliseconds, times with six
digits behind the point are seconds; else the unit in which segments are sent again about a time-out later.

With the receiver's log too, its acknowledgements are marked, and whether the two logs agree. In selective-repeat only
the receiver's log shows which segment was acknowledged for itself; without it any unacknowledged segment may be sent
again once its own time-out has run out. A timer may ring up to half a time-out (at least 50 ms) late.

A folder gives one CSV on standard output, a row for each connection. NAME.sender.log belongs to NAME.receiver.log,
NAME-s.log to NAME-r.log, NAME_snd.log to NAME_rcv.log, sender.log to receiver.log; the suffix may be .txt; a file with
another name is a sender's log by itself.

Exit status: 0 every rule was kept, 1 one was broken or a file is no log, 2 the command line is wrong.
</source>
        <translation>日志中每个报文段一行：`snd|rcv|drop  time  type  seq  bytes  ack`，各列以任意空白分隔，序号可以是绝对或相对的。
以 # 开头的行是注释；PTP 的日志在注释中写明参数，其他日志则用选项指定。末尾的合计会与各行核对。

时间单位为秒或毫秒：以 --time-unit 或注释为准；否则整数视为毫秒，小数点后有六位的视为秒；再否则取重传约在一个
超时时间之后的那个单位。

若同时给出接收方的日志，则还会检查其确认，以及两份日志是否一致。选择重传时，只有接收方的日志能表明哪个报文段被
单独确认；没有它时，任何未确认的报文段在自己的超时时间到期后都可以重传。定时器最多可以迟半个超时时间（至少
50 毫秒）触发。

指定文件夹时，在标准输出上给出一份 CSV，每个连接一行。NAME.sender.log 对应 NAME.receiver.log，NAME-s.log 对应
NAME-r.log，NAME_snd.log 对应 NAME_rcv.log，sender.log 对应 receiver.log；后缀也可以是 .txt；其他名称的文件视为单独的
发送方日志。

退出状态：0 遵守了所有规则，1 违反了某条规则或文件不是日志，2 命令行有误。
</translation>
    </message>
    <message>
        <source>Accept? [y]es, [a]lways from this peer, [N]o: </source>
        <translation>接收吗？[y] 是，[a] 总是接收来自它的，[N] 否：</translation>
    </message>
    <message>
        <source>Accept? {0}; [a]lways from this peer; [N]o: </source>
        <translation>接收吗？{0}；[a] 总是接收来自它的；[N] 否：</translation>
    </message>
    <message>
        <source>Both files are equal.</source>
        <translation>两个文件完全相同。</translation>
    </message>
    <message>
        <source>Code that {0} shows (just press Enter if it knows this computer): </source>
        <translation>{0} 显示的配对码（如果它认识本机，直接按回车）：</translation>
    </message>
    <message>
        <source>Code: {0}</source>
        <translation>配对码：{0}</translation>
    </message>
    <message>
        <source>Computed in {0} s.</source>
        <translation>计算用时 {0} 秒。</translation>
    </message>
    <message>
        <source>FILE or DIR</source>
        <translation>FILE|DIR</translation>
    </message>
    <message>
        <source>Fairness of those who share the link (Jain): {0}</source>
        <translation>共享链路的公平性（Jain 指数）：{0}</translation>
    </message>
    <message>
        <source>In use there: {0}.</source>
        <translation>以下名称已被占用：{0}。</translation>
    </message>
    <message>
        <source>It would go to {0}, {1} free.</source>
        <translation>将保存到 {0}，可用 {1}。</translation>
    </message>
    <message>
        <source>Left out: {0} {1}.</source>
        <translation>已略过：{0} {1}。</translation>
    </message>
    <message>
        <source>Let in by the code: {0}</source>
        <translation>凭配对码加入：{0}</translation>
    </message>
    <message>
        <source>Link: {0}</source>
        <translation>链接：{0}</translation>
    </message>
    <message>
        <source>List the computers near here that receive, by what they say of themselves.</source>
        <translation>列出附近正在接收的电脑，以它们自己的说明为准。</translation>
    </message>
    <message>
        <source>List what was sent and received, newest first.</source>
        <translation>列出发送和接收的历史，最新的在前。</translation>
    </message>
    <message>
        <source>Listening on {0}</source>
        <translation>正在监听 {0}</translation>
    </message>
    <message>
        <source>MSS, in bytes</source>
        <translation>MSS，以字节计</translation>
    </message>
    <message>
        <source>MWS, in bytes</source>
        <translation>MWS，以字节计</translation>
    </message>
    <message>
        <source>Mark segment logs by the textbook's rules, those of PTP or of your own program.</source>
        <translation>按教科书的规则检查报文段日志，可以是 PTP 的，也可以是您自己程序的。</translation>
    </message>
    <message>
        <source>New peers cannot pair any more: the code was tried wrongly. Known peers can still send.</source>
        <translation>新电脑不能再配对：配对码被输错。已知电脑仍可发送。</translation>
    </message>
    <message>
        <source>Nobody here says that they receive. Type the address that the receiver shows: ptp send FILE HOST.</source>
        <translation>附近没有电脑表示正在接收。请输入接收方显示的地址：ptp send 文件 主机。</translation>
    </message>
    <message>
        <source>Not across: {0}. {1}</source>
        <translation>未送达：{0}。{1}</translation>
    </message>
    <message>
        <source>On the other computer: ptp send FILE {0}</source>
        <translation>在另一台电脑上：ptp send 文件 {0}</translation>
    </message>
    <message>
        <source>PATH or HOST</source>
        <translation>PATH|HOST</translation>
    </message>
    <message>
        <source>Receive files.</source>
        <translation>接收文件。</translation>
    </message>
    <message>
        <source>Receiving {0} from {1} ({2})</source>
        <translation>正在接收来自 {1} 的 {0}（{2}）</translation>
    </message>
    <message>
        <source>Run transfers over a link that is computed, on a clock that is too, and compare them.</source>
        <translation>在模拟的链路和时钟上运行传输，并加以比较。</translation>
    </message>
    <message>
        <source>Send files and folders, or a text, to a computer that receives; PATH - is standard input.</source>
        <translation>把文件和文件夹或一段文本发送给正在接收的电脑；路径 - 表示标准输入。</translation>
    </message>
    <message>
        <source>Sending {0} to {1} ({2})</source>
        <translation>正在向 {1} 发送 {0}（{2}）</translation>
    </message>
    <message>
        <source>Sends files over PTP, a reliable, encrypted transport on UDP.</source>
        <translation>通过 PTP 发送文件，PTP 是基于 UDP 的可靠加密传输。</translation>
    </message>
    <message>
        <source>That is more than fits there!</source>
        <translation>那里放不下！</translation>
    </message>
    <message>
        <source>The demonstration without a window: PTP sends a file to itself.</source>
        <translation>没有窗口的演示：PTP 向自己发送一个文件。</translation>
    </message>
    <message>
        <source>The link loses {loss} of what the sender sends, delays it by {delay} ms and carries {rate} Mbit/s.</source>
        <translation>链路丢弃发送方所发数据的 {loss}，延迟 {delay} ms，速率为 {rate} Mbit/s。</translation>
    </message>
    <message>
        <source>The page contains its graphs and everything else, and can be mailed. Of a connection whose other side's qlog lies beside
the file, with the same name but for -client and -server, both sides are in it.
</source>
        <translation>页面包含图表等全部内容，可以用邮件发送。如果同一连接另一方的 qlog 就在旁边，且名称只有 -client 与 -server 之别，
则页面包含双方的内容。
</translation>
    </message>
    <message>
        <source>Write a page about a recording: what limited it, its graphs, and the rules that were followed.</source>
        <translation>为一份记录生成页面：限制因素、图表以及所遵循的规则。</translation>
    </message>
    <message>
        <source>[y]es, {0}; [r]eplace what is there; [k]eep what is there</source>
        <translation>[y] 是，{0}；[r] 替换已有的；[k] 保留已有的</translation>
    </message>
    <message>
        <source>a known peer</source>
        <translation>已知电脑</translation>
    </message>
    <message>
        <source>a link of one's own: what the sender sends, see below</source>
        <translation>自定义链路：发送方发出的数据所经过的，见下</translation>
    </message>
    <message>
        <source>a link that is known, listed below (default: perfect)</source>
        <translation>下列预设链路之一（默认：perfect）</translation>
    </message>
    <message>
        <source>a recording (*.ptprec) or a qlog (*.sqlog)</source>
        <translation>记录 (*.ptprec) 或 qlog (*.sqlog)</translation>
    </message>
    <message>
        <source>all go through the link at the same time</source>
        <translation>全部同时经过同一条链路</translation>
    </message>
    <message>
        <source>an exercise's file or name</source>
        <translation>练习的文件或名称</translation>
    </message>
    <message>
        <source>and what the receiver sends (default: nothing happens to it)</source>
        <translation>接收方发出的数据所经过的（默认：没有故障）</translation>
    </message>
    <message>
        <source>at least {0}</source>
        <translation>至少 {0}</translation>
    </message>
    <message>
        <source>commands:
  (none)                      open the window
  PATH...                     open the window with these files and folders to send (a file called send is ./send)
  EXERCISE...                 open exercises (*.exercise) in the laboratory
  RECORDING...                open recordings (*.ptprec) or qlogs (*.sqlog), each in a window of its own
  ptp://HOST[:PORT][#CODE]    open the window with the link's address and code filled in
  --demo                      the window, and in it a transfer to itself over a bad link
  send PATH... HOST[:PORT]    send files and folders to a computer that receives
  receive                     receive files
  peers                       list the computers near here that receive
  history                     list what was sent and received, or clear that list
  check-log SENDER.log [RECEIVER.log] | DIR
                              mark segment logs by the textbook's rules
  report RECORDING [-o FILE.html]
                              a page about a recording or a qlog, to mail
  simulate [EXERCISE]         run transfers over a link that is computed, and compare them

Each command explains its options, as in ptp send --help.
Exit status: 0 all is across and verified, 1 it is not, 2 the command line is wrong, 130 interrupted.
</source>
        <translation>命令：
  （无）                      打开窗口
  路径...                     打开窗口，准备发送这些文件和文件夹（名为 send 的文件写作 ./send）
  练习...                     在实验室中打开练习 (*.exercise)
  记录...                     打开记录 (*.ptprec) 或 qlog (*.sqlog)，各用一个窗口
  ptp://主机[:端口][#配对码]  打开窗口，并填好链接中的地址和配对码
  --demo                      打开窗口，并在其中经由恶劣链路向自己传输
  send 路径... 主机[:端口]    向正在接收的电脑发送文件和文件夹
  receive                     接收文件
  peers                       列出附近正在接收的电脑
  history                     列出发送和接收的历史，或清除历史
  check-log SENDER.log [RECEIVER.log] | 目录
                              按教科书的规则检查报文段日志
  report 记录 [-o FILE.html]
                              为记录或 qlog 生成页面，可用邮件发送
  simulate [练习]             在模拟的链路上运行传输，并加以比较

每个命令都有选项说明，例如 ptp send --help。
退出状态：0 全部送达并已校验，1 没有，2 命令行有误，130 被中断。
</translation>
    </message>
    <message>
        <source>default: {port}. Without HOST on all addresses of IPv4 and IPv6: --json tells the address :: for both, and 0.0.0.0 where this computer has only IPv4. An IPv6 HOST is written as [::1]</source>
        <translation>默认：{port}。不指定主机时监听所有 IPv4 和 IPv6 地址：--json 中两者并用时地址为 ::，本机只有 IPv4 时为 0.0.0.0。IPv6 主机写作 [::1]</translation>
    </message>
    <message>
        <source>do not tell the local network of this receiver</source>
        <translation>不向本地网络公布此接收方</translation>
    </message>
    <message>
        <source>draw the link to send to as a QR code</source>
        <translation>把接收链接画成二维码</translation>
    </message>
    <message>
        <source>end after the first transfer</source>
        <translation>第一次传输后结束</translation>
    </message>
    <message>
        <source>faults of --condition, with commas between them:</source>
        <translation>--condition 的链路故障，以逗号分隔：</translation>
    </message>
    <message>
        <source>faults put on what this side sends, explained below; for example drop=0.1,delay=20ms,seed=7</source>
        <translation>对本方发送的数据施加的链路故障，说明见下；例如 drop=0.1,delay=20ms,seed=7</translation>
    </message>
    <message>
        <source>files and folders, and last where to</source>
        <translation>文件和文件夹，最后是发送目标</translation>
    </message>
    <message>
        <source>forget all of it</source>
        <translation>清除全部历史</translation>
    </message>
    <message>
        <source>how long to listen (default: {0})</source>
        <translation>监听多少秒（默认：{0}）</translation>
    </message>
    <message>
        <source>how many at most (default: {0})</source>
        <translation>最多列出多少条（默认：{0}）</translation>
    </message>
    <message>
        <source>links of --preset:
{links}

settings of --compare: {settings}.
The first are the default profile with a congestion control, the last the classroom's recoveries; a name may come twice,
and the options of the transport are laid over each.

--tamper does something to one transmission in every run: ACTION:PACKET[:SIDE], with drop, duplicate, corrupt or
delay=100ms, the packet's number, and sender (unless it is said) or receiver. The run up to there stays as it was.

EXERCISE is a file with a question about its scenario, or the name of one that comes with PTP.
Exit status: 0 it was run, whatever came of it, 1 a file is no exercise or no log, 2 the command line is wrong.
</source>
        <translation>--preset 的链路：
{links}

--compare 的设置：{settings}。
前几个是默认配置加一种拥塞控制，后几个是课堂配置的各种差错恢复方式；同一名称可以出现两次，传输选项会叠加到每一组上。

--tamper 在每次运行中干预一次发送：动作:分组[:方]，动作为 drop、duplicate、corrupt 或 delay=100ms，后跟分组编号，以及
sender（默认）或 receiver。在此之前的运行保持不变。

练习是一个带有问题的场景文件，或 PTP 自带练习的名称。
退出状态：0 已运行（不论结果如何），1 文件不是练习或日志，2 命令行有误。
</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>new: {0}</source>
        <translation>首次连接：{0}</translation>
    </message>
    <message>
        <source>only those with TEXT in a name, the peer, its address or folder</source>
        <translation>只列出名称、对方、地址或文件夹中含有 TEXT 的</translation>
    </message>
    <message>
        <source>print one JSON object a line on standard output</source>
        <translation>在标准输出上每行打印一个 JSON 对象</translation>
    </message>
    <message>
        <source>ptp check-log [options] SENDER.log [RECEIVER.log] | DIR</source>
        <translation>ptp check-log [选项] SENDER.log [RECEIVER.log] | 目录</translation>
    </message>
    <message>
        <source>ptp history [options]</source>
        <translation>ptp history [选项]</translation>
    </message>
    <message>
        <source>ptp peers [options]</source>
        <translation>ptp peers [选项]</translation>
    </message>
    <message>
        <source>ptp receive [options]</source>
        <translation>ptp receive [选项]</translation>
    </message>
    <message>
        <source>ptp report RECORDING [-o FILE.html]</source>
        <translation>ptp report 记录 [-o FILE.html]</translation>
    </message>
    <message>
        <source>ptp send [options] PATH [PATH...] HOST[:PORT] | ptp://HOST[:PORT]#CODE
       ptp send [options] --text TEXT HOST[:PORT]</source>
        <translation>ptp send [选项] 路径 [路径...] 主机[:端口] | ptp://主机[:端口]#配对码
       ptp send [选项] --text 文本 主机[:端口]</translation>
    </message>
    <message>
        <source>ptp simulate [options] [EXERCISE]</source>
        <translation>ptp simulate [选项] [练习]</translation>
    </message>
    <message>
        <source>read the code phrase from the first line of FILE</source>
        <translation>从 FILE 的第一行读取配对码</translation>
    </message>
    <message>
        <source>run the transfer that this segment log of PTP's sender tells of, with its settings, faults and seed</source>
        <translation>按 PTP 发送方的这份报文段日志重现传输，使用其设置、链路故障和种子</translation>
    </message>
    <message>
        <source>save what each sends in a folder of its own</source>
        <translation>把每台电脑发送的内容保存到各自的文件夹</translation>
    </message>
    <message>
        <source>says to be {0}, which you know; sending will show it</source>
        <translation>自称是您已知的 {0}；发送时会验证</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>see below; may be given again</source>
        <translation>见下；可以重复使用</translation>
    </message>
    <message>
        <source>send this text, to be read there and not saved; - is standard input, in UTF-8</source>
        <translation>发送这段文本，供对方阅读而不保存；- 表示标准输入（UTF-8）</translation>
    </message>
    <message>
        <source>show a real transfer over a conditioned link</source>
        <translation>演示一次经由受调节链路的真实传输</translation>
    </message>
    <message>
        <source>show only the icon in the tray, as at login</source>
        <translation>只在托盘中显示图标，如同登录时</translation>
    </message>
    <message>
        <source>show program's version number and exit</source>
        <translation>显示版本号并退出</translation>
    </message>
    <message>
        <source>speak this language, as en or zh_CN</source>
        <translation>使用的语言，例如 en 或 zh_CN</translation>
    </message>
    <message>
        <source>the code phrase that the receiver shows; not needed where it knows this computer</source>
        <translation>接收方显示的配对码；如果它认识本机则不需要</translation>
    </message>
    <message>
        <source>the receiver's log</source>
        <translation>接收方的日志</translation>
    </message>
    <message>
        <source>the sender's log, or a folder of logs</source>
        <translation>发送方的日志，或日志文件夹</translation>
    </message>
    <message>
        <source>the settings to compare, by names that are listed below</source>
        <translation>要比较的设置，名称见下</translation>
    </message>
    <message>
        <source>the time-out, in milliseconds</source>
        <translation>超时时间，以毫秒计</translation>
    </message>
    <message>
        <source>transport</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>use this code phrase instead of a random one; it dies with a peer's first wrong try</source>
        <translation>使用这个配对码而不是随机生成的；对方第一次输错后即作废</translation>
    </message>
    <message>
        <source>what chance follows from (default: 1)</source>
        <translation>随机性的种子（默认：1）</translation>
    </message>
    <message>
        <source>what the sender does about loss (default: what the log says, else oldest)</source>
        <translation>发送方如何处理丢包（默认：以日志为准，否则为 oldest）</translation>
    </message>
    <message>
        <source>what the time column counts</source>
        <translation>时间列的单位</translation>
    </message>
    <message>
        <source>when the connection is lost, try for so many seconds to go on (default: 0)</source>
        <translation>连接断开后，在这么多秒内尝试继续（默认：0）</translation>
    </message>
    <message>
        <source>where to save (default: here)</source>
        <translation>保存位置（默认：当前目录）</translation>
    </message>
    <message>
        <source>where to write it (default: beside the recording)</source>
        <translation>写到哪里（默认：记录旁边）</translation>
    </message>
    <message>
        <source>with --demo: close after that many seconds</source>
        <translation>与 --demo 一起：这么多秒后关闭</translation>
    </message>
    <message>
        <source>with --demo: save pictures of the window here</source>
        <translation>与 --demo 一起：把窗口的图片保存到这里</translation>
    </message>
    <message>
        <source>write a qlog trace of each connection</source>
        <translation>为每个连接写一份 qlog</translation>
    </message>
    <message>
        <source>write a recording of each connection, which the window and ptp report open</source>
        <translation>为每个连接写一份记录，可用窗口和 ptp report 打开</translation>
    </message>
    <message>
        <source>write a recording of each run</source>
        <translation>为每次运行写一份记录</translation>
    </message>
    <message>
        <source>write one file to standard output instead</source>
        <translation>改为把一个文件写到标准输出</translation>
    </message>
    <message>
        <source>write one line for each segment, and totals</source>
        <translation>每个报文段写一行，并附合计</translation>
    </message>
    <message>
        <source>write the segment logs of both sides of each run</source>
        <translation>为每次运行写出双方的报文段日志</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}和 {1}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message numerus="yes">
        <source>{0}: %n fault(s) ({1}).</source>
        <translation><numerusform>{0}：%n 处错误（{1}）。</numerusform></translation>
    </message>
    <message>
        <source>{0}: every rule was kept.</source>
        <translation>{0}：遵守了所有规则。</translation>
    </message>
    <message>
        <source>{0}: nothing was sent.</source>
        <translation>{0}：无需发送。</translation>
    </message>
    <message>
        <source>{0}: packet {1} was never sent.</source>
        <translation>{0}：分组 {1} 从未发送。</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{help}. Beware: others on this computer can read it in the list of processes, and it stays in the shell's history; prefer --code-file, the variable {variable}, or the prompt</source>
        <translation>{help}。注意：本机的其他人可以在进程列表中看到它，它也会留在 shell 的历史中；最好使用 --code-file、变量 {variable} 或按提示输入</translation>
    </message>
    <message>
        <source>{help}; for example {example}</source>
        <translation>{help}；例如 {example}</translation>
    </message>
    <message>
        <source>{logs}: {segments} segments, window {window} bytes, MSS {mss}, time-out {timeout} ms, recovery {recovery}, times in {unit}</source>
        <translation>{logs}：{segments} 个报文段，窗口 {window} 字节，MSS {mss}，超时时间 {timeout} ms，差错恢复 {recovery}，时间单位为{unit}</translation>
    </message>
    <message>
        <source>{name}: {end} as {path}, {size} in {time} ({rate}).</source>
        <translation>{name}：{end}，位置 {path}，{size}，用时 {time}（{rate}）。</translation>
    </message>
    <message>
        <source>{name}: {end}, {size} in {time} ({rate}).</source>
        <translation>{name}：{end}，{size}，用时 {time}（{rate}）。</translation>
    </message>
    <message>
        <source>{peer} ({known}, {address}) offers a text, {size}.</source>
        <translation>{peer}（{known}，{address}）要发送一段文本，{size}。</translation>
    </message>
    <message>
        <source>{peer} ({known}, {address}) offers {name}, {size}.</source>
        <translation>{peer}（{known}，{address}）要发送 {name}，{size}。</translation>
    </message>
    <message>
        <source>{sent} segments sent, {lost} datagrams lost. Sent again: {early} segments early, {late} after a time-out.</source>
        <translation>发送了 {sent} 个报文段，丢失 {lost} 个数据报。重传：超时前 {early} 个报文段，超时后 {late} 个。</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>--clear forgets all and does not go with --search.</source>
        <translation>--clear 会清除全部，不能与 --search 一起使用。</translation>
    </message>
    <message>
        <source>--folder-per-peer saves in folders and does not go with --to.</source>
        <translation>--folder-per-peer 保存到文件夹，不能与 --to 一起使用。</translation>
    </message>
    <message>
        <source>--hidden goes with nothing else.</source>
        <translation>--hidden 不能与其他选项一起使用。</translation>
    </message>
    <message>
        <source>--language {word}: this language is not spoken here.</source>
        <translation>--language {word}：不支持这种语言。</translation>
    </message>
    <message>
        <source>--like takes link, size and seed from the log.</source>
        <translation>--like 从日志中取得链路、大小和种子。</translation>
    </message>
    <message>
        <source>--limit takes a number from 1 to {most}.</source>
        <translation>--limit 的取值为 1 到 {most}。</translation>
    </message>
    <message>
        <source>--preset is a link of both directions, and goes without --condition and --back.</source>
        <translation>--preset 已包含两个方向的链路，不能与 --condition 和 --back 一起使用。</translation>
    </message>
    <message>
        <source>--qr draws for people and does not go with --json.</source>
        <translation>--qr 是画给人看的，不能与 --json 一起使用。</translation>
    </message>
    <message>
        <source>--quit-after takes seconds, more than 0 and at most a day.</source>
        <translation>--quit-after 的单位是秒，须大于 0，且不超过一天。</translation>
    </message>
    <message>
        <source>--retry-for takes seconds, from 0 to a week.</source>
        <translation>--retry-for 的单位是秒，从 0 到一周。</translation>
    </message>
    <message>
        <source>--screenshots and --quit-after go with --demo.</source>
        <translation>--screenshots 和 --quit-after 须与 --demo 一起使用。</translation>
    </message>
    <message>
        <source>--seconds takes a number above 0 and up to {longest}.</source>
        <translation>--seconds 须大于 0，且不超过 {longest}。</translation>
    </message>
    <message>
        <source>--seed takes a whole number from 0 to {largest}.</source>
        <translation>--seed 是 0 到 {largest} 之间的整数。</translation>
    </message>
    <message>
        <source>--tamper {text} is not understood.</source>
        <translation>无法理解 --tamper {text}。</translation>
    </message>
    <message>
        <source>&gt; {days} d</source>
        <translation>&gt; {days} 天</translation>
    </message>
    <message>
        <source>&gt; {number} {unit}</source>
        <translation>&gt; {number} {unit}</translation>
    </message>
    <message>
        <source>A file and a host are needed.</source>
        <translation>需要指定文件和主机。</translation>
    </message>
    <message>
        <source>A file, or one of {names}.</source>
        <translation>可以是文件，或以下之一：{names}。</translation>
    </message>
    <message>
        <source>A folder is marked by itself.</source>
        <translation>检查文件夹时不能再指定其他文件。</translation>
    </message>
    <message>
        <source>A folder was there where a file was.</source>
        <translation>原来是文件的地方现在是文件夹。</translation>
    </message>
    <message>
        <source>A link does not go with --demo.</source>
        <translation>链接不能与 --demo 一起使用。</translation>
    </message>
    <message>
        <source>A link looks like ptp://192.168.1.20:7700#4-guitar-orbit.</source>
        <translation>链接的形式如 ptp://192.168.1.20:7700#4-guitar-orbit。</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>端口是 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>A speed limit is at least one byte a second.</source>
        <translation>限速至少为每秒一个字节。</translation>
    </message>
    <message>
        <source>A stranger was turned away.</source>
        <translation>已拒绝一台陌生电脑。</translation>
    </message>
    <message>
        <source>A text goes alone.</source>
        <translation>文本只能单独发送。</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>地址已被占用</translation>
    </message>
    <message>
        <source>Address family not supported by protocol</source>
        <translation>协议不支持该地址族</translation>
    </message>
    <message>
        <source>After the ] in {address} only a colon and a port may come.</source>
        <translation>{address} 中的 ] 之后只能是冒号和端口。</translation>
    </message>
    <message>
        <source>An exercise says itself what is run: only --tamper, --json, --recording and --log go with it.</source>
        <translation>练习自带运行内容：只能与 --tamper、--json、--recording 和 --log 一起使用。</translation>
    </message>
    <message>
        <source>Another computer answers at {address} now.</source>
        <translation>现在 {address} 上应答的是另一台电脑。</translation>
    </message>
    <message>
        <source>Another computer was faster: it used this code phrase, or is trying it now.</source>
        <translation>另一台电脑抢先了：它已使用或正在尝试这个配对码。</translation>
    </message>
    <message>
        <source>Another program, or another PTP, listens there. Choose another port, or close it.</source>
        <translation>另一个程序或另一个 PTP 正在该端口监听。请换一个端口，或关闭那个程序。</translation>
    </message>
    <message>
        <source>Another start of PTP asked for something that is not understood.</source>
        <translation>另一个启动的 PTP 提出了无法理解的请求。</translation>
    </message>
    <message>
        <source>Ask for it as a file.</source>
        <translation>请让对方以文件形式发送。</translation>
    </message>
    <message>
        <source>Ask for it to be sent again.</source>
        <translation>请让对方重新发送。</translation>
    </message>
    <message>
        <source>Ask its owner for the right to read it.</source>
        <translation>请向其所有者申请读取权限。</translation>
    </message>
    <message>
        <source>Ask there, and send it again.</source>
        <translation>请询问对方，然后重新发送。</translation>
    </message>
    <message>
        <source>At most {count} characters.</source>
        <translation>最多 {count} 个字符。</translation>
    </message>
    <message>
        <source>Bad file descriptor</source>
        <translation>错误的文件描述符</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>管道已断开</translation>
    </message>
    <message>
        <source>Cancelled on this computer.</source>
        <translation>已在本机取消。</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Cannot assign requested address</source>
        <translation>无法分配所请求的地址</translation>
    </message>
    <message>
        <source>Cannot listen at {where}: {reason}.</source>
        <translation>无法在 {where} 监听：{reason}。</translation>
    </message>
    <message>
        <source>Check the address and this computer's network connection.</source>
        <translation>请检查地址和本机的网络连接。</translation>
    </message>
    <message>
        <source>Check the disk that it is on, and send it again.</source>
        <translation>请检查文件所在的磁盘，然后重新发送。</translation>
    </message>
    <message>
        <source>Check the disk; nothing half-written was kept.</source>
        <translation>请检查磁盘；没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>Check the name, and that it was not moved.</source>
        <translation>请检查名称，并确认文件没有被移走。</translation>
    </message>
    <message>
        <source>Check the spelling, or type the address in numbers.</source>
        <translation>请检查拼写，或输入数字形式的地址。</translation>
    </message>
    <message>
        <source>Check the spelling.</source>
        <translation>请检查拼写。</translation>
    </message>
    <message>
        <source>Choose a folder on another disk.</source>
        <translation>请选择另一个磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder, and have it sent again.</source>
        <translation>请选择一个文件夹，并让对方重新发送。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择一个文件夹。</translation>
    </message>
    <message>
        <source>Choose a port above 1023.</source>
        <translation>请选择大于 1023 的端口。</translation>
    </message>
    <message>
        <source>Choose a smaller file or larger segments.</source>
        <translation>请选择更小的文件或更大的报文段。</translation>
    </message>
    <message>
        <source>Choose a window that is a multiple of the MSS.</source>
        <translation>请选择 MSS 整数倍的窗口。</translation>
    </message>
    <message>
        <source>Choose another folder or disk.</source>
        <translation>请选择另一个文件夹或磁盘。</translation>
    </message>
    <message>
        <source>Choose another folder or name.</source>
        <translation>请换一个文件夹或文件名。</translation>
    </message>
    <message>
        <source>Choose another folder, or change its permissions.</source>
        <translation>请选择另一个文件夹，或修改其权限。</translation>
    </message>
    <message>
        <source>Choose another folder, or make room and send again.</source>
        <translation>请选择另一个文件夹，或腾出空间后重新发送。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择另一个位置。</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Connection {name}</source>
        <translation>连接 {name}</translation>
    </message>
    <message>
        <source>Copy it once more, or send it as a file.</source>
        <translation>请重新复制，或以文件形式发送。</translation>
    </message>
    <message>
        <source>Copy it to an ordinary file, and send that.</source>
        <translation>请先复制为普通文件，再发送该文件。</translation>
    </message>
    <message>
        <source>Declined {name} from {peer}: there is no terminal to ask on.</source>
        <translation>已拒绝 {peer} 的 {name}：没有可供询问的终端。</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源忙</translation>
    </message>
    <message>
        <source>Devices, pipes and sockets cannot be sent.</source>
        <translation>设备、管道和套接字无法发送。</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>目录非空</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Enter another computer's address.</source>
        <translation>请输入另一台电脑的地址。</translation>
    </message>
    <message>
        <source>Enter the code phrase that it shows; it is needed only this once.</source>
        <translation>请输入它显示的配对码；只需这一次。</translation>
    </message>
    <message>
        <source>Enter the code that the receiver shows.</source>
        <translation>请输入接收方显示的配对码。</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Events: {count} of {of}</source>
        <translation>事件：{of} 个中的 {count} 个</translation>
    </message>
    <message>
        <source>FIN has number {sequence}, but data ends at {number}</source>
        <translation>FIN 的序号是 {sequence}，但数据在 {number} 处结束</translation>
    </message>
    <message>
        <source>FIN of {whose} ({sequence}) is not acknowledged with {number}</source>
        <translation>{whose}的 FIN（{sequence}）没有得到 {number} 的确认</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Files do not go with --demo.</source>
        <translation>文件不能与 --demo 一起使用。</translation>
    </message>
    <message>
        <source>For example drop:12 or delay=100ms:7:receiver.</source>
        <translation>例如 drop:12 或 delay=100ms:7:receiver。</translation>
    </message>
    <message>
        <source>For example {example}.</source>
        <translation>例如 {example}。</translation>
    </message>
    <message>
        <source>For {share} of the time the limit was {limit}.</source>
        <translation>{share} 的时间里，限制因素是{limit}。</translation>
    </message>
    <message>
        <source>From 1 to {most} transfers can run at once.</source>
        <translation>可以同时运行 1 到 {most} 个传输。</translation>
    </message>
    <message>
        <source>Get a newer PTP.</source>
        <translation>请使用更新版本的 PTP。</translation>
    </message>
    <message>
        <source>Give one with --window.</source>
        <translation>请用 --window 指定。</translation>
    </message>
    <message>
        <source>If that is the right one, send it there anew.</source>
        <translation>如果那就是要找的电脑，请重新向它发送。</translation>
    </message>
    <message>
        <source>In {time}, {size} came across: {rate}.</source>
        <translation>{time}内送达 {size}：{rate}。</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Install with your system's package manager what Debian calls {packages}.</source>
        <translation>请用系统的软件包管理器安装以下软件（Debian 中的包名）：{packages}。</translation>
    </message>
    <message>
        <source>Interrupted system call</source>
        <translation>系统调用被中断</translation>
    </message>
    <message>
        <source>Interrupted.</source>
        <translation>已中断。</translation>
    </message>
    <message>
        <source>Interrupted; the other side was told.</source>
        <translation>已中断；已通知对方。</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>无效的参数</translation>
    </message>
    <message>
        <source>Invalid cross-device link</source>
        <translation>无效的跨设备链接</translation>
    </message>
    <message>
        <source>Is PTP open and receiving there, and is the port right?</source>
        <translation>对方的 PTP 是否已打开并正在接收？端口是否正确？</translation>
    </message>
    <message>
        <source>Is PTP open there, and does a firewall let UDP {port} in?</source>
        <translation>对方的 PTP 是否已打开？防火墙是否允许 UDP {port} 端口？</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个目录</translation>
    </message>
    <message>
        <source>Is it busy? Try again.</source>
        <translation>对方可能正忙。请重试。</translation>
    </message>
    <message>
        <source>Is that computer on, and are both still connected to the network? Then send it again.</source>
        <translation>请确认那台电脑已开机，且两台电脑都连接着网络，然后重新发送。</translation>
    </message>
    <message>
        <source>Is the same version of PTP used on both sides?</source>
        <translation>两边使用的是同一版本的 PTP 吗？</translation>
    </message>
    <message>
        <source>Is there space, and may you write there?</source>
        <translation>那里还有空间吗？您有写入权限吗？</translation>
    </message>
    <message>
        <source>It can be sent again once nothing changes it any more.</source>
        <translation>等不再有程序修改它时，可以重新发送。</translation>
    </message>
    <message>
        <source>It goes on when it is resumed there.</source>
        <translation>对方恢复后会继续。</translation>
    </message>
    <message>
        <source>It had come before.</source>
        <translation>之前已经收到过。</translation>
    </message>
    <message>
        <source>It has four numbers from 0 to 255, as in 192.168.1.20.</source>
        <translation>它由四个 0 到 255 的数字组成，例如 192.168.1.20。</translation>
    </message>
    <message>
        <source>It has letters, digits, dots and hyphens only.</source>
        <translation>只能包含字母、数字、点和连字符。</translation>
    </message>
    <message>
        <source>It knows {names}.</source>
        <translation>可用的有：{names}。</translation>
    </message>
    <message>
        <source>It may let only computers in that it knows, or ask you for its code phrase.</source>
        <translation>它可能只允许已知电脑，或要求您输入它的配对码。</translation>
    </message>
    <message>
        <source>It was not done after {seconds} s.</source>
        <translation>{seconds} 秒后仍未完成。</translation>
    </message>
    <message>
        <source>It was not read to its end.</source>
        <translation>没有读到末尾。</translation>
    </message>
    <message>
        <source>Its lines have six columns: snd|rcv|drop time type seq bytes ack.</source>
        <translation>每行有六列：snd|rcv|drop time type seq bytes ack。</translation>
    </message>
    <message>
        <source>Keep your own copy, and do not rely on that computer's.</source>
        <translation>请保留您自己的副本，不要依赖那台电脑上的文件。</translation>
    </message>
    <message>
        <source>Leave --window out, or choose another --recovery.</source>
        <translation>请去掉 --window，或选择其他 --recovery。</translation>
    </message>
    <message>
        <source>Leave the others out.</source>
        <translation>请去掉其他选项。</translation>
    </message>
    <message>
        <source>Left out: {names}.</source>
        <translation>已略过：{names}。</translation>
    </message>
    <message>
        <source>Listen on 0.0.0.0 for all.</source>
        <translation>要监听所有地址，请使用 0.0.0.0。</translation>
    </message>
    <message>
        <source>Logs end in .log or .txt.</source>
        <translation>日志以 .log 或 .txt 结尾。</translation>
    </message>
    <message>
        <source>Look at the other computer, and send it again.</source>
        <translation>请查看另一台电脑，然后重新发送。</translation>
    </message>
    <message>
        <source>Look at the receiver, and enter the code that it shows.</source>
        <translation>请查看接收方，并输入它显示的配对码。</translation>
    </message>
    <message>
        <source>Make room, or choose another folder.</source>
        <translation>请腾出空间，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Make the file yours to read and write, or move it away.</source>
        <translation>请确保您能读写该文件，或将它移走。</translation>
    </message>
    <message>
        <source>Make the folder, and the files in it, yours to read and write.</source>
        <translation>请确保您能读写该文件夹及其中的文件。</translation>
    </message>
    <message>
        <source>Name another file with -o.</source>
        <translation>请用 -o 指定另一个文件。</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>请指定另一个文件夹。</translation>
    </message>
    <message>
        <source>Name at most {most}, or the folder that they are in.</source>
        <translation>最多指定 {most} 个，或指定它们所在的文件夹。</translation>
    </message>
    <message>
        <source>Name two logs, or one folder.</source>
        <translation>请指定两个日志，或一个文件夹。</translation>
    </message>
    <message>
        <source>Network is down</source>
        <translation>网络已断开</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>No answer from {address} any more, for {silence} s.</source>
        <translation>{address} 已有 {silence} 秒没有应答。</translation>
    </message>
    <message>
        <source>No answer from {address} for {silence} s.</source>
        <translation>{address} 在 {silence} 秒内没有应答。</translation>
    </message>
    <message>
        <source>No buffer space available</source>
        <translation>没有可用的缓冲区空间</translation>
    </message>
    <message>
        <source>No display answers at {displays}.</source>
        <translation>{displays} 处没有显示器应答。</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>没有到主机的路由</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>没有这个设备</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>没有这个设备或地址</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或目录</translation>
    </message>
    <message>
        <source>Nobody can send to this computer at the moment: {reason}</source>
        <translation>目前没有人能向本机发送：{reason}</translation>
    </message>
    <message>
        <source>Nobody connected in time.</source>
        <translation>没有人及时连接。</translation>
    </message>
    <message>
        <source>Nobody listens at {address}.</source>
        <translation>{address} 上没有程序在监听。</translation>
    </message>
    <message>
        <source>Nobody reads the pipe any more: {reason}.</source>
        <translation>已没有程序读取管道：{reason}。</translation>
    </message>
    <message>
        <source>Nobody reads the pipe at the moment. When somebody does, it goes on.</source>
        <translation>目前没有程序读取管道。一旦有程序读取，就会继续。</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>Not enough space in {folder}: {size} needed, {free} free.</source>
        <translation>{folder} 空间不足：需要 {size}，可用 {free}。</translation>
    </message>
    <message>
        <source>Not sent: {peer} keeps its own file of that name.</source>
        <translation>未发送：{peer} 保留了自己的同名文件。</translation>
    </message>
    <message>
        <source>Nothing came any more, and the connection was given up.</source>
        <translation>不再收到任何数据，已放弃连接。</translation>
    </message>
    <message>
        <source>Nothing more arrived for {seconds} s.</source>
        <translation>{seconds} 秒内没有再收到数据。</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许的操作</translation>
    </message>
    <message>
        <source>Operation not supported</source>
        <translation>不支持该操作</translation>
    </message>
    <message>
        <source>Other files come first; this one waits for its turn.</source>
        <translation>其他文件在前；此传输正在排队。</translation>
    </message>
    <message>
        <source>PTP cannot go on at port {port} ({cause}).</source>
        <translation>PTP 无法在端口 {port} 上继续运行（{cause}）。</translation>
    </message>
    <message>
        <source>PTP goes on trying.</source>
        <translation>PTP 会继续尝试。</translation>
    </message>
    <message>
        <source>PTP is being closed.</source>
        <translation>PTP 正在关闭。</translation>
    </message>
    <message>
        <source>PTP is open in another window, which keeps the queue.</source>
        <translation>PTP 已在另一个窗口中打开，队列由那个窗口保存。</translation>
    </message>
    <message>
        <source>PTP itself failed: {kind}: {words}.</source>
        <translation>PTP 自身出错：{kind}: {words}。</translation>
    </message>
    <message>
        <source>PTP keeps this computer's identity there: make it writable, or set XDG_DATA_HOME.</source>
        <translation>PTP 在那里保存本机的身份：请使其可写，或设置 XDG_DATA_HOME。</translation>
    </message>
    <message>
        <source>PTP was closed on this computer.</source>
        <translation>本机上的 PTP 已关闭。</translation>
    </message>
    <message>
        <source>PTP was closed on {peer}.</source>
        <translation>{peer} 上的 PTP 已关闭。</translation>
    </message>
    <message>
        <source>PTP, receiving on {address}</source>
        <translation>PTP，在 {address} 接收</translation>
    </message>
    <message>
        <source>PTP, sending to {address}</source>
        <translation>PTP，发送到 {address}</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Pipe it into a program, or name a folder.</source>
        <translation>请用管道接到程序，或指定文件夹。</translation>
    </message>
    <message>
        <source>Pipe something into this program.</source>
        <translation>请用管道向本程序输入内容。</translation>
    </message>
    <message>
        <source>Port {port} is in use on this computer.</source>
        <translation>本机的端口 {port} 已被占用。</translation>
    </message>
    <message>
        <source>Port {port} is out of range.</source>
        <translation>端口 {port} 超出范围。</translation>
    </message>
    <message>
        <source>Ports go from 1 to 65535.</source>
        <translation>端口的范围是 1 到 65535。</translation>
    </message>
    <message>
        <source>Put it back where it was, and send it again.</source>
        <translation>请把它放回原处，然后重新发送。</translation>
    </message>
    <message>
        <source>Read the code from the receiver again; it may show a new one.</source>
        <translation>请再看一次接收方的配对码；它可能已经换了新的。</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>只读文件系统</translation>
    </message>
    <message>
        <source>Recordings of PTP are called *{recording}, qlogs *{qlog}.</source>
        <translation>PTP 记录的文件名为 *{recording}，qlog 为 *{qlog}。</translation>
    </message>
    <message>
        <source>Remove the space.</source>
        <translation>请去掉空格。</translation>
    </message>
    <message>
        <source>Remove what has ended, or wait until some of it is across.</source>
        <translation>请移除已结束的项目，或等一部分送达。</translation>
    </message>
    <message>
        <source>Rename it there, or choose another folder.</source>
        <translation>请在那里重命名，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Rename it, or choose to keep both or to overwrite.</source>
        <translation>请重命名，或选择保留两者或覆盖。</translation>
    </message>
    <message>
        <source>Rename it, or save elsewhere.</source>
        <translation>请重命名，或保存到别处。</translation>
    </message>
    <message>
        <source>Resource temporarily unavailable</source>
        <translation>资源暂时不可用</translation>
    </message>
    <message>
        <source>Restore it from a backup, or move it away: the computers then have to be paired again.</source>
        <translation>请从备份恢复，或将它移走：之后需要重新配对这些电脑。</translation>
    </message>
    <message>
        <source>Restore the folder from a backup, or move it away: PTP then makes a new identity, and peers will have to be paired again.</source>
        <translation>请从备份恢复该文件夹，或将它移走：PTP 会生成新的身份，之后需要重新配对。</translation>
    </message>
    <message>
        <source>Rules that were followed</source>
        <translation>所遵循的规则</translation>
    </message>
    <message>
        <source>Run make run in the project, which installs them; ptp send and ptp receive need none.</source>
        <translation>请在项目中运行 make run 来安装；ptp send 和 ptp receive 不需要它们。</translation>
    </message>
    <message>
        <source>Run: {line}</source>
        <translation>请运行：{line}</translation>
    </message>
    <message>
        <source>SYN carries no data</source>
        <translation>SYN 不携带数据</translation>
    </message>
    <message>
        <source>SYN is answered by SYN and ACK in one segment (type SA)</source>
        <translation>对 SYN 的应答应是同一报文段中的 SYN 和 ACK（类型 SA）</translation>
    </message>
    <message>
        <source>SYN is sent again as {sequence}, but it was {number}</source>
        <translation>SYN 以序号 {sequence} 重传，但原来是 {number}</translation>
    </message>
    <message>
        <source>SYN takes one number: {number} is to be acknowledged, not {acknowledgement}</source>
        <translation>SYN 占用一个序号：应确认 {number}，而不是 {acknowledgement}</translation>
    </message>
    <message>
        <source>SYN was never answered by SYN+ACK</source>
        <translation>SYN 始终没有得到 SYN+ACK 应答</translation>
    </message>
    <message>
        <source>SYN+ACK is acknowledged (type A) before data is sent</source>
        <translation>发送数据之前应先确认 SYN+ACK（类型 A）</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>Say it with --recovery.</source>
        <translation>请用 --recovery 指定。</translation>
    </message>
    <message>
        <source>Say it with {option} N.</source>
        <translation>请用 {option} N 指定。</translation>
    </message>
    <message>
        <source>See what else works in that folder, and have it sent again.</source>
        <translation>请查看还有什么程序在使用该文件夹，然后让对方重新发送。</translation>
    </message>
    <message>
        <source>See what writes to it, and send it again.</source>
        <translation>请查看是什么程序在写入它，然后重新发送。</translation>
    </message>
    <message>
        <source>See {command} --help.</source>
        <translation>请参阅 {command} --help。</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>报文段</translation>
    </message>
    <message>
        <source>Send it again for those that are missing.</source>
        <translation>请重新发送缺少的文件。</translation>
    </message>
    <message>
        <source>Send it again once nothing writes to it any more.</source>
        <translation>等不再有程序写入它时，请重新发送。</translation>
    </message>
    <message>
        <source>Send it again.</source>
        <translation>请重新发送。</translation>
    </message>
    <message>
        <source>Send it again; if it repeats, check the disks.</source>
        <translation>请重新发送；如果再次出现，请检查磁盘。</translation>
    </message>
    <message>
        <source>Send it again; if it repeats, one of the two computers has a fault.</source>
        <translation>请重新发送；如果再次出现，说明其中一台电脑有故障。</translation>
    </message>
    <message>
        <source>Send it as a file.</source>
        <translation>请以文件形式发送。</translation>
    </message>
    <message>
        <source>Send it as a file: write its name, or - for standard input.</source>
        <translation>请以文件形式发送：写出文件名，或用 - 表示标准输入。</translation>
    </message>
    <message>
        <source>Send the files by a command of their own.</source>
        <translation>请用另一条命令发送文件。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Somebody on the way changed the beginning of the connection.</source>
        <translation>途中有人篡改了连接的建立过程。</translation>
    </message>
    <message>
        <source>Someone may pretend to be it. If it was set up anew, forget it in the list of known computers first.</source>
        <translation>可能有人冒充它。如果它是重新安装的，请先在已知电脑列表中忘记它。</translation>
    </message>
    <message>
        <source>Something on the way changes the data, or the other side is not PTP.</source>
        <translation>途中有东西修改了数据，或者对方不是 PTP。</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>过期的文件句柄</translation>
    </message>
    <message>
        <source>Standard input can be sent only once.</source>
        <translation>标准输入只能发送一次。</translation>
    </message>
    <message>
        <source>Start it there, and send it again.</source>
        <translation>请在那里启动它，然后重新发送。</translation>
    </message>
    <message>
        <source>Start the receiver again if it shows no other code.</source>
        <translation>如果接收方没有显示别的配对码，请重新启动接收方。</translation>
    </message>
    <message>
        <source>Stop and wait has one segment out: its window is the MSS ({mss} bytes), not {window} bytes.</source>
        <translation>停止等待协议只有一个未确认的报文段：其窗口是 MSS（{mss} 字节），而不是 {window} 字节。</translation>
    </message>
    <message>
        <source>Take a log that ptp send has written with --log.</source>
        <translation>请使用 ptp send 通过 --log 写出的日志。</translation>
    </message>
    <message>
        <source>Take the limit away for none.</source>
        <translation>要取消限速，请去掉限制。</translation>
    </message>
    <message>
        <source>That code is dead; a new one is shown.</source>
        <translation>该配对码已作废；已显示新的配对码。</translation>
    </message>
    <message>
        <source>The address is empty.</source>
        <translation>地址为空。</translation>
    </message>
    <message>
        <source>The address {address} has a ] without the [ before it.</source>
        <translation>地址 {address} 中有 ]，但前面没有 [。</translation>
    </message>
    <message>
        <source>The address {address} has a space in it.</source>
        <translation>地址 {address} 中有空格。</translation>
    </message>
    <message>
        <source>The address {address} lacks the closing ].</source>
        <translation>地址 {address} 缺少结尾的 ]。</translation>
    </message>
    <message>
        <source>The address {address} looks like a web link.</source>
        <translation>地址 {address} 像是网页链接。</translation>
    </message>
    <message>
        <source>The classroom profile's MWS is a multiple of its MSS.</source>
        <translation>课堂配置的 MWS 是 MSS 的整数倍。</translation>
    </message>
    <message>
        <source>The code cannot be read from {path}: {reason}.</source>
        <translation>无法从 {path} 读取配对码：{reason}。</translation>
    </message>
    <message>
        <source>The code in the link is not right: {reason}</source>
        <translation>链接中的配对码不正确：{reason}</translation>
    </message>
    <message>
        <source>The code is replaced after 5 wrong tries.</source>
        <translation>输错 5 次后会更换配对码。</translation>
    </message>
    <message>
        <source>The code phrase contains a character that cannot be seen.</source>
        <translation>配对码中含有看不见的字符。</translation>
    </message>
    <message>
        <source>The code phrase is empty.</source>
        <translation>配对码为空。</translation>
    </message>
    <message>
        <source>The code phrase is not the one that the receiver shows now: it is wrong, or another computer used it first.</source>
        <translation>配对码与接收方现在显示的不一致：可能输错了，或另一台电脑先用了它。</translation>
    </message>
    <message>
        <source>The code phrase is too long.</source>
        <translation>配对码过长。</translation>
    </message>
    <message>
        <source>The code phrase is used up, or another computer is trying it.</source>
        <translation>配对码已用完，或另一台电脑正在尝试它。</translation>
    </message>
    <message>
        <source>The commands are send, receive, peers, history, check-log, report and simulate.</source>
        <translation>可用的命令有 send、receive、peers、history、check-log、report 和 simulate。</translation>
    </message>
    <message>
        <source>The connection broke by a mistake of PTP itself ({cause}).</source>
        <translation>连接因 PTP 自身的错误而中断（{cause}）。</translation>
    </message>
    <message>
        <source>The connection is closed.</source>
        <translation>连接已关闭。</translation>
    </message>
    <message>
        <source>The connection to {peer} was reset: {reason}.</source>
        <translation>与 {peer} 的连接被重置：{reason}。</translation>
    </message>
    <message>
        <source>The connection was lost: {reason} It is tried again.</source>
        <translation>连接已断开：{reason}正在重试。</translation>
    </message>
    <message>
        <source>The demonstration did not end in time.</source>
        <translation>演示没有及时结束。</translation>
    </message>
    <message>
        <source>The disk failed while writing {path}.</source>
        <translation>写入 {path} 时磁盘出错。</translation>
    </message>
    <message>
        <source>The encrypted connection could not be set up.</source>
        <translation>无法建立加密连接。</translation>
    </message>
    <message>
        <source>The first line of {path} holds no code.</source>
        <translation>{path} 的第一行没有配对码。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made: {reason}.</source>
        <translation>无法创建文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The folder {folder} for qlog files cannot be made: {reason}.</source>
        <translation>无法创建 qlog 文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The folder {folder} was removed while files came into it.</source>
        <translation>接收文件时，文件夹 {folder} 被删除。</translation>
    </message>
    <message>
        <source>The folder {path} does not exist.</source>
        <translation>文件夹 {path} 不存在。</translation>
    </message>
    <message>
        <source>The handshake is not complete.</source>
        <translation>握手尚未完成。</translation>
    </message>
    <message>
        <source>The history could not be read and is now {path}; a new one was begun.</source>
        <translation>历史记录无法读取，已改存为 {path}；已开始新的历史记录。</translation>
    </message>
    <message>
        <source>The history in {path} cannot be used: {reason}.</source>
        <translation>无法使用 {path} 中的历史记录：{reason}。</translation>
    </message>
    <message>
        <source>The host before the colon is missing in {address}.</source>
        <translation>{address} 中冒号前缺少主机。</translation>
    </message>
    <message>
        <source>The link does not begin with ptp://.</source>
        <translation>链接不是以 ptp:// 开头。</translation>
    </message>
    <message>
        <source>The link has bytes in it that are no text.</source>
        <translation>链接中含有不是文本的字节。</translation>
    </message>
    <message>
        <source>The link has {what} in it, which PTP's links have not.</source>
        <translation>链接中含有{what}，PTP 链接不允许这样。</translation>
    </message>
    <message>
        <source>The link is too long.</source>
        <translation>链接过长。</translation>
    </message>
    <message>
        <source>The link's port cannot be 0.</source>
        <translation>链接的端口不能为 0。</translation>
    </message>
    <message>
        <source>The list of known computers cannot be saved in {path}: {reason}.</source>
        <translation>无法将已知电脑列表保存到 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The list of known computers in {path} cannot be read.</source>
        <translation>无法读取 {path} 中的已知电脑列表。</translation>
    </message>
    <message>
        <source>The local network cannot be listened to: {reason}.</source>
        <translation>无法监听本地网络：{reason}。</translation>
    </message>
    <message>
        <source>The log does not say its {name}.</source>
        <translation>日志没有注明其 {name}。</translation>
    </message>
    <message>
        <source>The log's recovery is {name}, which is unknown here.</source>
        <translation>日志的差错恢复方式是 {name}，此处不支持。</translation>
    </message>
    <message>
        <source>The name cannot be saved in {folder}: {reason}.</source>
        <translation>无法将名称保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The name of {path} is too long for this disk.</source>
        <translation>{path} 的名称对此磁盘来说过长。</translation>
    </message>
    <message>
        <source>The option</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>The other side closed PTP.</source>
        <translation>对方关闭了 PTP。</translation>
    </message>
    <message>
        <source>The other side closed the connection too early.</source>
        <translation>对方过早关闭了连接。</translation>
    </message>
    <message>
        <source>The other side did not answer in time.</source>
        <translation>对方没有及时应答。</translation>
    </message>
    <message>
        <source>The other side ended the connection.</source>
        <translation>对方结束了连接。</translation>
    </message>
    <message>
        <source>The other side has to choose another folder.</source>
        <translation>对方需要选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The other side has to make room, or to choose another folder.</source>
        <translation>对方需要腾出空间，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The other side has to rename the file it has, or to keep both.</source>
        <translation>对方需要重命名已有的文件，或保留两者。</translation>
    </message>
    <message>
        <source>The other side is gone: its computer answers, but PTP does not run there any more.</source>
        <translation>对方已离开：它的电脑有应答，但 PTP 已不在运行。</translation>
    </message>
    <message>
        <source>The other side is this same installation of PTP.</source>
        <translation>对方就是本机的这个 PTP。</translation>
    </message>
    <message>
        <source>The other side made a mistake.</source>
        <translation>对方出错了。</translation>
    </message>
    <message>
        <source>The other side refused the connection.</source>
        <translation>对方拒绝了连接。</translation>
    </message>
    <message>
        <source>The other side showed no certificate.</source>
        <translation>对方没有出示证书。</translation>
    </message>
    <message>
        <source>The other side speaks another version of PTP ({theirs}; this one speaks {ours}).</source>
        <translation>对方使用另一个版本的 PTP（{theirs}；本机使用 {ours}）。</translation>
    </message>
    <message>
        <source>The other side's handshake is too long.</source>
        <translation>对方的握手数据过长。</translation>
    </message>
    <message>
        <source>The other side's pairing message makes no sense.</source>
        <translation>对方的配对消息无法理解。</translation>
    </message>
    <message>
        <source>The other side's parameters are too long.</source>
        <translation>对方的参数过长。</translation>
    </message>
    <message>
        <source>The others are saved and verified. Send it again for those that are missing.</source>
        <translation>其余文件已保存并校验。请重新发送缺少的文件。</translation>
    </message>
    <message>
        <source>The page would take the place of the recording.</source>
        <translation>该页面会覆盖记录文件。</translation>
    </message>
    <message>
        <source>The picture {path} cannot be written.</source>
        <translation>无法写入图片 {path}。</translation>
    </message>
    <message>
        <source>The pictures cannot be saved in {path}: {reason}.</source>
        <translation>无法将图片保存到 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The port after the colon is missing.</source>
        <translation>冒号后缺少端口。</translation>
    </message>
    <message>
        <source>The port to send to cannot be 0.</source>
        <translation>发送的目标端口不能为 0。</translation>
    </message>
    <message>
        <source>The port {port} is not a number.</source>
        <translation>端口 {port} 不是数字。</translation>
    </message>
    <message>
        <source>The port {port} is out of range.</source>
        <translation>端口 {port} 超出范围。</translation>
    </message>
    <message>
        <source>The queue cannot be kept in {path}: {reason}.</source>
        <translation>无法将队列保存在 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The queue could not be read and is now {path}; a new one was begun.</source>
        <translation>队列无法读取，已改存为 {path}；已开始新的队列。</translation>
    </message>
    <message>
        <source>The queue is full.</source>
        <translation>队列已满。</translation>
    </message>
    <message>
        <source>The record {path} cannot be written: {reason}.</source>
        <translation>无法写入记录 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The recording {path} cannot be read: {reason}.</source>
        <translation>无法读取记录 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The recording {path} is damaged, or of a newer PTP.</source>
        <translation>记录 {path} 已损坏，或来自更新版本的 PTP。</translation>
    </message>
    <message>
        <source>The recording {path} is damaged, or too large for this computer.</source>
        <translation>记录 {path} 已损坏，或对本机来说过大。</translation>
    </message>
    <message>
        <source>The recording {path} is damaged: it tells of what cannot be.</source>
        <translation>记录 {path} 已损坏：其中的内容不可能发生。</translation>
    </message>
    <message>
        <source>The round-trip time was {median} in the middle, {least} at least and {most} at most.</source>
        <translation>往返时间的中位数为 {median}，最短 {least}，最长 {most}。</translation>
    </message>
    <message>
        <source>The simulation was cancelled.</source>
        <translation>模拟已取消。</translation>
    </message>
    <message>
        <source>The socket has been used already; make a new one.</source>
        <translation>该套接字已使用过；请新建一个。</translation>
    </message>
    <message>
        <source>The socket is closed.</source>
        <translation>套接字已关闭。</translation>
    </message>
    <message>
        <source>The socket is neither connected nor listening.</source>
        <translation>套接字既未连接也未监听。</translation>
    </message>
    <message>
        <source>The socket is not connected.</source>
        <translation>套接字未连接。</translation>
    </message>
    <message>
        <source>The socket was closed.</source>
        <translation>套接字已被关闭。</translation>
    </message>
    <message>
        <source>The text cannot be saved as {path}: {reason}.</source>
        <translation>无法将文本保存为 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The text holds half a character, which no computer can read.</source>
        <translation>文本中含有半个字符，任何电脑都无法读取。</translation>
    </message>
    <message>
        <source>The text is longer than {size}.</source>
        <translation>文本超过 {size}。</translation>
    </message>
    <message>
        <source>The transfer ended while the disk was full.</source>
        <translation>磁盘已满时传输结束了。</translation>
    </message>
    <message>
        <source>The transfer ended without a word.</source>
        <translation>传输中断，对方没有说明原因。</translation>
    </message>
    <message>
        <source>The transfer was ended on this computer.</source>
        <translation>传输已在本机结束。</translation>
    </message>
    <message>
        <source>The transfer was ended while its file had nothing to read.</source>
        <translation>文件没有内容可读时，传输被结束。</translation>
    </message>
    <message>
        <source>The window needs libraries that are not here: {names}.</source>
        <translation>缺少窗口所需的库：{names}。</translation>
    </message>
    <message>
        <source>The window takes one link at a time.</source>
        <translation>窗口一次只能打开一个链接。</translation>
    </message>
    <message>
        <source>The window's libraries cannot be loaded: {reason}.</source>
        <translation>无法加载窗口所需的库：{reason}。</translation>
    </message>
    <message>
        <source>There are no settings {name} to compare.</source>
        <translation>没有可供比较的设置 {name}。</translation>
    </message>
    <message>
        <source>There are {names}.</source>
        <translation>可用的有：{names}。</translation>
    </message>
    <message>
        <source>There is no command {word}, and no file of that name.</source>
        <translation>没有 {word} 这个命令，也没有这个名称的文件。</translation>
    </message>
    <message>
        <source>There is no display here.</source>
        <translation>此处没有显示器。</translation>
    </message>
    <message>
        <source>There is no exercise {name}.</source>
        <translation>没有练习 {name}。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>There is no file {word}.</source>
        <translation>没有文件 {word}。</translation>
    </message>
    <message>
        <source>There is no link {name}.</source>
        <translation>没有链路 {name}。</translation>
    </message>
    <message>
        <source>There is no log in {folder}.</source>
        <translation>{folder} 中没有日志。</translation>
    </message>
    <message>
        <source>There is no space left for {path}.</source>
        <translation>没有空间保存 {path}。</translation>
    </message>
    <message>
        <source>There is no space left in {folder}. Make room there, and it goes on.</source>
        <translation>{folder} 没有剩余空间。请腾出空间，之后会继续。</translation>
    </message>
    <message>
        <source>There is no standard input.</source>
        <translation>没有标准输入。</translation>
    </message>
    <message>
        <source>There is no standard output.</source>
        <translation>没有标准输出。</translation>
    </message>
    <message>
        <source>There is no text to send.</source>
        <translation>没有要发送的文本。</translation>
    </message>
    <message>
        <source>There is nothing to transfer, or nobody to transfer it with.</source>
        <translation>没有要传输的内容，或没有传输的对象。</translation>
    </message>
    <message>
        <source>This computer's identity has not been read.</source>
        <translation>尚未读取本机的身份。</translation>
    </message>
    <message>
        <source>This installation's identity in {folder} cannot be used: {reason}.</source>
        <translation>无法使用 {folder} 中的本机身份：{reason}。</translation>
    </message>
    <message>
        <source>This installation's identity in {folder} is damaged.</source>
        <translation>{folder} 中的本机身份已损坏。</translation>
    </message>
    <message>
        <source>This is a fault of the program on the other side.</source>
        <translation>这是对方程序的错误。</translation>
    </message>
    <message>
        <source>This is a fault of the program; please report it.</source>
        <translation>这是程序的错误；请报告。</translation>
    </message>
    <message>
        <source>This is no text in UTF-8.</source>
        <translation>这不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>This is too much to be simulated: more than {count} datagrams.</source>
        <translation>模拟量过大：超过 {count} 个数据报。</translation>
    </message>
    <message>
        <source>This side has already finished sending.</source>
        <translation>本方已结束发送。</translation>
    </message>
    <message>
        <source>This user may not listen at {where}.</source>
        <translation>当前用户无权在 {where} 监听。</translation>
    </message>
    <message>
        <source>Time-sequence graph, seen at the receiver</source>
        <translation>时间—序号图（接收方所见）</translation>
    </message>
    <message>
        <source>Time-sequence graph, seen at the sender</source>
        <translation>时间—序号图（发送方所见）</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接层数过多</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>链接过多</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Too many open files in system</source>
        <translation>系统中打开的文件过多</translation>
    </message>
    <message>
        <source>Too much text waits already.</source>
        <translation>等待发送的文本已经太多。</translation>
    </message>
    <message>
        <source>Try again in a while.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>Try again with a new code.</source>
        <translation>请用新的配对码重试。</translation>
    </message>
    <message>
        <source>Try again, and please report it.</source>
        <translation>请重试，并报告此问题。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, please report it.</source>
        <translation>请重试；如果再次出现，请报告。</translation>
    </message>
    <message>
        <source>Type a host, for example 192.168.1.20 or example.org:7700.</source>
        <translation>请输入主机，例如 192.168.1.20 或 example.org:7700。</translation>
    </message>
    <message>
        <source>Type a number from 1 to 65535, or no colon.</source>
        <translation>请输入 1 到 65535 的数字，或去掉冒号。</translation>
    </message>
    <message>
        <source>Type it as host:7700.</source>
        <translation>请输入为 host:7700 的形式。</translation>
    </message>
    <message>
        <source>Type it instead of pasting it.</source>
        <translation>请手动输入，不要粘贴。</translation>
    </message>
    <message>
        <source>Type only the host and the port, as in host:7700.</source>
        <translation>只需输入主机和端口，例如 host:7700。</translation>
    </message>
    <message>
        <source>Type the address of the other computer instead: ptp send FILE HOST.</source>
        <translation>请直接输入另一台电脑的地址：ptp send 文件 主机。</translation>
    </message>
    <message>
        <source>Unknown host {host} (the name service did not answer).</source>
        <translation>未知主机 {host}（名称服务没有应答）。</translation>
    </message>
    <message>
        <source>Unknown host {host}.</source>
        <translation>未知主机 {host}。</translation>
    </message>
    <message>
        <source>Update PTP on the older of the two computers.</source>
        <translation>请在版本较旧的电脑上更新 PTP。</translation>
    </message>
    <message>
        <source>Use --accept all to take what authenticated peers send, and another --on-conflict than ask.</source>
        <translation>要接收已验证对方发送的内容，请使用 --accept all，并使用 ask 以外的 --on-conflict。</translation>
    </message>
    <message>
        <source>Wait until some of it is across, or cancel some.</source>
        <translation>请等一部分送达，或取消一些。</translation>
    </message>
    <message>
        <source>What came is kept, and goes on when it is sent again.</source>
        <translation>已收到的部分会保留，重新发送时继续。</translation>
    </message>
    <message>
        <source>What came is no text.</source>
        <translation>收到的不是文本。</translation>
    </message>
    <message>
        <source>What limited the sender, for which share of the time</source>
        <translation>发送方的限制因素及其所占时间</translation>
    </message>
    <message>
        <source>What waits is lost when PTP ends: make the folder yours to write, or make room.</source>
        <translation>PTP 结束后，等待中的项目会丢失：请确保您能写入该文件夹，或腾出空间。</translation>
    </message>
    <message>
        <source>What you send from this window is forgotten when you close it.</source>
        <translation>从此窗口发送的项目在关闭窗口后不会保留。</translation>
    </message>
    <message>
        <source>Whether PTP starts at login stands there.</source>
        <translation>登录时是否启动 PTP 记在那里。</translation>
    </message>
    <message>
        <source>Without a window there are ptp send, ptp receive and ptp --demo.</source>
        <translation>没有窗口时可以使用 ptp send、ptp receive 和 ptp --demo。</translation>
    </message>
    <message>
        <source>Write host:port, or an IPv6 address as [2001:db8::1]:7700.</source>
        <translation>请写成 主机:端口，IPv6 地址写成 [2001:db8::1]:7700。</translation>
    </message>
    <message>
        <source>Write it as [2001:db8::1]:7700.</source>
        <translation>请写成 [2001:db8::1]:7700。</translation>
    </message>
    <message>
        <source>Write it as drop=0.1,delay=20ms.</source>
        <translation>请写成 drop=0.1,delay=20ms。</translation>
    </message>
    <message>
        <source>Write one - only.</source>
        <translation>请只写一个 -。</translation>
    </message>
    <message>
        <source>Write or paste one first.</source>
        <translation>请先输入或粘贴文本。</translation>
    </message>
    <message>
        <source>Write the files first, then the host: ptp send PATH HOST.</source>
        <translation>先写文件，再写主机：ptp send 路径 主机。</translation>
    </message>
    <message>
        <source>a FIN has impossible numbers</source>
        <translation>FIN 中的数值不可能成立</translation>
    </message>
    <message>
        <source>a FIN is too short</source>
        <translation>FIN 过短</translation>
    </message>
    <message>
        <source>a backslash</source>
        <translation>反斜杠</translation>
    </message>
    <message>
        <source>a connection opens with SYN (type S)</source>
        <translation>连接应以 SYN（类型 S）开始</translation>
    </message>
    <message>
        <source>a delay must be more than 0 and at most {longest} s, not {delay}</source>
        <translation>延迟须大于 0 且不超过 {longest} 秒，而不是 {delay}</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a digest is cut short</source>
        <translation>摘要不完整</translation>
    </message>
    <message>
        <source>a file begins before another has ended</source>
        <translation>上一个文件尚未结束，下一个就已开始</translation>
    </message>
    <message>
        <source>a file has another size than was offered</source>
        <translation>文件的大小与传输请求不同</translation>
    </message>
    <message>
        <source>a file is wanted again that was not offered</source>
        <translation>要求重发不在传输请求中的文件</translation>
    </message>
    <message>
        <source>a file that was not listed, or once more</source>
        <translation>文件没有列出，或重复出现</translation>
    </message>
    <message>
        <source>a file that was refused</source>
        <translation>发来了已被拒绝的文件</translation>
    </message>
    <message>
        <source>a file was left out</source>
        <translation>遗漏了一个文件</translation>
    </message>
    <message>
        <source>a fixed window needs a size</source>
        <translation>固定窗口需要指定大小</translation>
    </message>
    <message>
        <source>a handshake packet acknowledges what was never sent</source>
        <translation>握手分组确认了从未发送的内容</translation>
    </message>
    <message>
        <source>a handshake packet has impossible numbers</source>
        <translation>握手分组中的数值不可能成立</translation>
    </message>
    <message>
        <source>a handshake packet is too short</source>
        <translation>握手分组过短</translation>
    </message>
    <message>
        <source>a link is offered as such</source>
        <translation>请求传输的是链接本身</translation>
    </message>
    <message>
        <source>a link leads out of what was offered</source>
        <translation>链接指向传输请求之外</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a message has the unknown type {number}</source>
        <translation>消息的类型 {number} 未知</translation>
    </message>
    <message>
        <source>a message of type {type} cannot be {length} bytes long</source>
        <translation>{type} 类型的消息长度不可能是 {length} 字节</translation>
    </message>
    <message>
        <source>a message of type {type} is cut short</source>
        <translation>{type} 类型的消息不完整</translation>
    </message>
    <message>
        <source>a message of type {type} is longer than what it says</source>
        <translation>{type} 类型的消息比其声明的更长</translation>
    </message>
    <message>
        <source>a message of type {type} with an unknown code</source>
        <translation>{type} 类型的消息中有未知的代码</translation>
    </message>
    <message>
        <source>a message of type {type} with {count} parts</source>
        <translation>{type} 类型的消息包含 {count} 个部分，数量过多</translation>
    </message>
    <message>
        <source>a message's header is cut short</source>
        <translation>消息头不完整</translation>
    </message>
    <message>
        <source>a name has from 1 to {longest} letters</source>
        <translation>名称须有 1 到 {longest} 个字符</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a number in it is too long</source>
        <translation>其中有过长的数字</translation>
    </message>
    <message>
        <source>a part of a file before it began</source>
        <translation>文件尚未开始就发来了其中一部分</translation>
    </message>
    <message>
        <source>a part of a file that was not offered</source>
        <translation>声明了不在传输请求中的文件的一部分</translation>
    </message>
    <message>
        <source>a path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>a question mark</source>
        <translation>问号</translation>
    </message>
    <message>
        <source>a size beyond the end of any file</source>
        <translation>大小超出了任何文件可能的结尾</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>a start must be between 0 and {latest} s</source>
        <translation>开始时间须在 0 到 {latest} 秒之间</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>一段文本</translation>
    </message>
    <message>
        <source>a text in a message of type {type} is not UTF-8</source>
        <translation>{type} 类型的消息中的文本不是 UTF-8</translation>
    </message>
    <message>
        <source>a text in a message of type {type} is {length} bytes long</source>
        <translation>{type} 类型的消息中有长达 {length} 字节的文本</translation>
    </message>
    <message>
        <source>a text of {count} bytes; at most {most} are one</source>
        <translation>文本有 {count} 字节，最多只能有 {most} 字节</translation>
    </message>
    <message>
        <source>a text that is more than one file</source>
        <translation>文本由多个文件组成</translation>
    </message>
    <message>
        <source>a user</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>acknowledgement</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>acknowledgement number</source>
        <translation>确认号</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>两份日志一致</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>整个文件</translation>
    </message>
    <message>
        <source>an acknowledgement before SYN+ACK</source>
        <translation>在 SYN+ACK 之前就有确认</translation>
    </message>
    <message>
        <source>an acknowledgement has an empty range</source>
        <translation>确认中有空的区间</translation>
    </message>
    <message>
        <source>an acknowledgement has another length than it says</source>
        <translation>确认的长度与其声明不符</translation>
    </message>
    <message>
        <source>an acknowledgement has impossible numbers</source>
        <translation>确认中的数值不可能成立</translation>
    </message>
    <message>
        <source>an acknowledgement is too short</source>
        <translation>确认过短</translation>
    </message>
    <message>
        <source>an acknowledgement of a packet that was left out on purpose</source>
        <translation>确认了故意跳过的分组</translation>
    </message>
    <message>
        <source>an acknowledgement of what was never sent</source>
        <translation>确认了从未发送的数据</translation>
    </message>
    <message>
        <source>an acknowledgement reaches below the first packet</source>
        <translation>确认的区间早于第一个分组</translation>
    </message>
    <message>
        <source>an answer about what was not asked</source>
        <translation>答复了没有询问的内容</translation>
    </message>
    <message>
        <source>an end beyond the window that was told</source>
        <translation>数据流的结尾超出了通告的窗口</translation>
    </message>
    <message>
        <source>an entry in a folder that was not listed</source>
        <translation>条目所在的文件夹没有列出</translation>
    </message>
    <message>
        <source>an entry more than {most} folders deep</source>
        <translation>条目的层级超过 {most} 层文件夹</translation>
    </message>
    <message>
        <source>an entry of an unknown kind</source>
        <translation>条目的类型未知</translation>
    </message>
    <message>
        <source>an entry that was not offered</source>
        <translation>条目不在传输请求中</translation>
    </message>
    <message>
        <source>an offer of {count} things; at most {most} may be named</source>
        <translation>传输请求中有 {count} 项，最多只能有 {most} 项</translation>
    </message>
    <message>
        <source>an offer that is larger than any disk can be</source>
        <translation>传输请求的大小超过任何磁盘</translation>
    </message>
    <message>
        <source>an offered file is larger than any file can be</source>
        <translation>请求传输的文件超过任何文件可能的大小</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
    <message>
        <source>another version of PTP has written it</source>
        <translation>它由另一个版本的 PTP 写成</translation>
    </message>
    <message>
        <source>another way here was faster</source>
        <translation>另一条路径更快</translation>
    </message>
    <message>
        <source>arrived and brought nothing new</source>
        <translation>到达但没有新数据</translation>
    </message>
    <message>
        <source>arrived with data</source>
        <translation>到达的数据报文段</translation>
    </message>
    <message>
        <source>at most {most} segments may be tampered with</source>
        <translation>最多可以干预 {most} 个报文段</translation>
    </message>
    <message>
        <source>between {low} and {high}</source>
        <translation>{low} 到 {high} 之间</translation>
    </message>
    <message>
        <source>but for what is there</source>
        <translation>已有的除外</translation>
    </message>
    <message>
        <source>bytes of data: {number} and {own} of messages, but the log holds {expected}</source>
        <translation>数据字节数：{number}，另有消息 {own}，但日志中有 {expected}</translation>
    </message>
    <message>
        <source>bytes of data: {number}, but the file has {size}</source>
        <translation>数据字节数：{number}，但文件有 {size}</translation>
    </message>
    <message>
        <source>bytes of data: {number}, but the log holds {expected}</source>
        <translation>数据字节数：{number}，但日志中有 {expected}</translation>
    </message>
    <message>
        <source>calculating</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>cannot be listed: {reason}</source>
        <translation>无法列出：{reason}</translation>
    </message>
    <message>
        <source>cannot be looked at: {reason}</source>
        <translation>无法查看：{reason}</translation>
    </message>
    <message>
        <source>cause</source>
        <translation>重传原因</translation>
    </message>
    <message>
        <source>closed before everything was read</source>
        <translation>尚未读完就已关闭</translation>
    </message>
    <message>
        <source>closed before it was open</source>
        <translation>尚未建立就已关闭</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>关闭连接</translation>
    </message>
    <message>
        <source>data after the end of the stream</source>
        <translation>数据流结束后仍有数据</translation>
    </message>
    <message>
        <source>data beyond the window that was told</source>
        <translation>数据超出了通告的窗口</translation>
    </message>
    <message>
        <source>delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>does not say that it was sent</source>
        <translation>没有记录它被发送</translation>
    </message>
    <message>
        <source>does not say that it was sent so often</source>
        <translation>没有记录它被发送这么多次</translation>
    </message>
    <message>
        <source>dropped by the conditioner</source>
        <translation>被链路调节器丢弃</translation>
    </message>
    <message>
        <source>fast retransmit</source>
        <translation>快速重传</translation>
    </message>
    <message>
        <source>file data where a message was due</source>
        <translation>应为消息之处却是文件数据</translation>
    </message>
    <message>
        <source>flows and packets are numbered from 0</source>
        <translation>流和分组从 0 开始编号</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>format must be "{format}"</source>
        <translation>format 必须是“{format}”</translation>
    </message>
    <message>
        <source>from 1 to {most} settings are compared, not {count}</source>
        <translation>可比较 1 到 {most} 组设置，而不是 {count} 组</translation>
    </message>
    <message>
        <source>is a link that leads out of what is sent</source>
        <translation>是指向发送内容之外的链接</translation>
    </message>
    <message>
        <source>is more than {most} folders deep</source>
        <translation>的文件夹层数超过 {most}</translation>
    </message>
    <message>
        <source>is {what}</source>
        <translation>是{what}</translation>
    </message>
    <message>
        <source>it cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>it failed there</source>
        <translation>在对方处失败</translation>
    </message>
    <message>
        <source>it has a file of that name already</source>
        <translation>它已有同名文件</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>it is larger than {largest} bytes</source>
        <translation>它超过 {largest} 字节</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is no history of PTP</source>
        <translation>它不是 PTP 的历史记录</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>它不是文本</translation>
    </message>
    <message>
        <source>it is paused there</source>
        <translation>对方已暂停</translation>
    </message>
    <message>
        <source>it said that the file is saved before it had all of it</source>
        <translation>文件尚未收齐就声称已保存</translation>
    </message>
    <message>
        <source>it said that the file is saved which it was not to have</source>
        <translation>声称已保存本不该收到的文件</translation>
    </message>
    <message>
        <source>it says that all was sent before it was</source>
        <translation>尚未全部发送就声称已全部发送</translation>
    </message>
    <message>
        <source>it spoke on after its last word</source>
        <translation>结束之后仍在发言</translation>
    </message>
    <message>
        <source>it takes one file, into a pipe</source>
        <translation>它只接收一个文件到管道</translation>
    </message>
    <message>
        <source>its last word came before it had everything</source>
        <translation>尚未收齐就宣告结束</translation>
    </message>
    <message>
        <source>its table is another</source>
        <translation>其表结构不同</translation>
    </message>
    <message>
        <source>its time is before that of the line above</source>
        <translation>其时间早于上一行</translation>
    </message>
    <message>
        <source>its version is {version}, and {understood} is understood</source>
        <translation>其版本是 {version}，而支持的版本是 {understood}</translation>
    </message>
    <message>
        <source>keeping what is there</source>
        <translation>保留已有的</translation>
    </message>
    <message>
        <source>less than 1 %</source>
        <translation>不到 1%</translation>
    </message>
    <message>
        <source>limited by</source>
        <translation>限制因素</translation>
    </message>
    <message>
        <source>line {line} is not JSON: {reason}</source>
        <translation>第 {line} 行不是 JSON：{reason}</translation>
    </message>
    <message>
        <source>line {line} was the third duplicate acknowledgement of {number}: that one is sent again at once</source>
        <translation>第 {line} 行是对 {number} 的第三个重复确认：应立即重传它</translation>
    </message>
    <message>
        <source>more data than was offered</source>
        <translation>数据多于传输请求</translation>
    </message>
    <message>
        <source>more is listed than was offered</source>
        <translation>列出的内容多于传输请求</translation>
    </message>
    <message>
        <source>more of a file than there is of it</source>
        <translation>声明的部分超出了文件本身</translation>
    </message>
    <message>
        <source>next to nothing came for 60 s</source>
        <translation>60 秒内几乎没有收到数据</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>no progress</source>
        <translation>没有进展</translation>
    </message>
    <message>
        <source>no regular file</source>
        <translation>非普通文件</translation>
    </message>
    <message numerus="yes">
        <source>nobody answered within {minutes} minutes</source>
        <translation><numerusform>{minutes} 分钟内没有人回应</numerusform></translation>
    </message>
    <message>
        <source>nobody listens here</source>
        <translation>这里没有程序在监听</translation>
    </message>
    <message>
        <source>nobody listens here any more</source>
        <translation>这里已没有程序在监听</translation>
    </message>
    <message>
        <source>nobody reads here any more</source>
        <translation>这里已没有程序在读取</translation>
    </message>
    <message>
        <source>nobody reads its pipe at the moment</source>
        <translation>目前没有程序读取它的管道</translation>
    </message>
    <message>
        <source>nothing can be saved there</source>
        <translation>对方无法保存</translation>
    </message>
    <message>
        <source>nothing of what was left could be delivered</source>
        <translation>剩余的数据都无法送达</translation>
    </message>
    <message>
        <source>nothing was recorded</source>
        <translation>没有记录任何内容</translation>
    </message>
    <message>
        <source>nothing was sent again, but {reason}</source>
        <translation>没有重传，但{reason}</translation>
    </message>
    <message>
        <source>nothing: it sent whenever there was something to send</source>
        <translation>无：有数据就发送</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>oldest only</source>
        <translation>只重传最早的</translation>
    </message>
    <message>
        <source>one of {names}</source>
        <translation>以下之一：{names}</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>建立连接</translation>
    </message>
    <message>
        <source>parameters cut short</source>
        <translation>参数不完整</translation>
    </message>
    <message>
        <source>progress that runs backwards or beyond what was offered</source>
        <translation>进度后退，或超出了传输请求</translation>
    </message>
    <message>
        <source>recorded at the receiver</source>
        <translation>在接收方记录</translation>
    </message>
    <message>
        <source>recorded at the sender</source>
        <translation>在发送方记录</translation>
    </message>
    <message>
        <source>recorded at the sender and the receiver</source>
        <translation>在发送方和接收方记录</translation>
    </message>
    <message>
        <source>replacing what is there</source>
        <translation>替换已有的</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>says that it was dropped</source>
        <translation>记录它已被丢弃</translation>
    </message>
    <message>
        <source>says that it was dropped so often</source>
        <translation>记录它被丢弃这么多次</translation>
    </message>
    <message>
        <source>segment size</source>
        <translation>报文段大小</translation>
    </message>
    <message>
        <source>segments with data sent for the first time</source>
        <translation>首次发送的数据报文段</translation>
    </message>
    <message>
        <source>sent again at the silent end</source>
        <translation>尾部探测重传</translation>
    </message>
    <message>
        <source>sent again before the time-out</source>
        <translation>超时前重传</translation>
    </message>
    <message>
        <source>sent again by time-out</source>
        <translation>超时重传</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>share</source>
        <translation>所占比例</translation>
    </message>
    <message>
        <source>side</source>
        <translation>方</translation>
    </message>
    <message>
        <source>six columns are needed, and {count} are here</source>
        <translation>需要六列，这里有 {count} 列</translation>
    </message>
    <message>
        <source>the connection ends by a reset, not by the four-way close</source>
        <translation>连接以复位结束，而不是四次挥手</translation>
    </message>
    <message>
        <source>the delay and the jitter may be {longest} s together</source>
        <translation>时延与抖动合计不得超过 {longest} 秒</translation>
    </message>
    <message>
        <source>the end of the stream changed</source>
        <translation>数据流的结尾发生了变化</translation>
    </message>
    <message>
        <source>the file arrived damaged</source>
        <translation>文件到达时已损坏</translation>
    </message>
    <message>
        <source>the file arrived damaged and was not kept</source>
        <translation>文件到达时已损坏，没有保留</translation>
    </message>
    <message>
        <source>the file cannot be saved there</source>
        <translation>对方无法保存该文件</translation>
    </message>
    <message>
        <source>the file could not be read, or changed while it was sent</source>
        <translation>文件无法读取，或在发送过程中被修改</translation>
    </message>
    <message>
        <source>the first time</source>
        <translation>第一次</translation>
    </message>
    <message>
        <source>the link conditioner, which was on</source>
        <translation>已开启的链路调节器</translation>
    </message>
    <message>
        <source>the link {name} cannot be made there</source>
        <translation>对方无法创建链接 {name}</translation>
    </message>
    <message>
        <source>the log ends</source>
        <translation>日志就结束了</translation>
    </message>
    <message>
        <source>the log ends, but {bytes} bytes since {number} are unacknowledged</source>
        <translation>日志结束，但自 {number} 起有 {bytes} 字节未确认</translation>
    </message>
    <message>
        <source>the manifest goes on behind its end</source>
        <translation>文件清单结束后仍在继续</translation>
    </message>
    <message>
        <source>the manifest is not what it says</source>
        <translation>文件清单与其声明不符</translation>
    </message>
    <message>
        <source>the manifest runs ahead too far</source>
        <translation>文件清单超前太多</translation>
    </message>
    <message>
        <source>the offered file has no usable name</source>
        <translation>请求传输的文件没有可用的名称</translation>
    </message>
    <message>
        <source>the offered file's name is not text</source>
        <translation>请求传输的文件的名称不是文本</translation>
    </message>
    <message>
        <source>the offered file's name leads to another folder</source>
        <translation>请求传输的文件的名称指向别的文件夹</translation>
    </message>
    <message>
        <source>the other side</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>the other side closed long ago</source>
        <translation>对方早已关闭</translation>
    </message>
    <message>
        <source>the path between the two computers</source>
        <translation>两台电脑之间的路径</translation>
    </message>
    <message>
        <source>the peer gave no name</source>
        <translation>对方没有给出名称</translation>
    </message>
    <message>
        <source>the peer spoke before it was its turn</source>
        <translation>还没有轮到对方，它就发来了消息</translation>
    </message>
    <message>
        <source>the peer's name has something behind it</source>
        <translation>对方的名称后面还有内容</translation>
    </message>
    <message>
        <source>the queue may be {largest} bytes</source>
        <translation>队列不得超过 {largest} 字节</translation>
    </message>
    <message>
        <source>the receiver's disk, which wrote more slowly than data came</source>
        <translation>接收方的磁盘：写入慢于数据到达</translation>
    </message>
    <message>
        <source>the receiver's processor</source>
        <translation>接收方的处理器</translation>
    </message>
    <message>
        <source>the receiver, whose buffer was full</source>
        <translation>接收方的缓冲区已满</translation>
    </message>
    <message>
        <source>the sender has come again</source>
        <translation>发送方已重新连接</translation>
    </message>
    <message>
        <source>the sender refers to what nobody claimed</source>
        <translation>发送方引用了无人声明的内容</translation>
    </message>
    <message>
        <source>the sender's disk: the send buffer ran empty</source>
        <translation>发送方的磁盘：发送缓冲区已空</translation>
    </message>
    <message>
        <source>the sender's processor</source>
        <translation>发送方的处理器</translation>
    </message>
    <message>
        <source>the side that opens sends SYN without an acknowledgement</source>
        <translation>发起方发送的 SYN 不带确认</translation>
    </message>
    <message>
        <source>the size must be from 1 to {largest} bytes, not {size}</source>
        <translation>大小须在 1 到 {largest} 字节之间，而不是 {size}</translation>
    </message>
    <message>
        <source>the speed limit that was set</source>
        <translation>所设的限速</translation>
    </message>
    <message>
        <source>the timer does not run</source>
        <translation>定时器没有运行</translation>
    </message>
    <message>
        <source>the timer has run for {time} of {timeout}</source>
        <translation>定时器已运行 {time}（共 {timeout}）</translation>
    </message>
    <message>
        <source>the transport parameters are out of range</source>
        <translation>传输参数超出范围</translation>
    </message>
    <message>
        <source>the transport parameters are too short</source>
        <translation>传输参数过短</translation>
    </message>
    <message>
        <source>the transport parameters name no version that fits</source>
        <translation>传输参数中没有合适的版本</translation>
    </message>
    <message>
        <source>the window ({window} bytes) is not a multiple of the MSS ({mss} bytes)</source>
        <translation>窗口（{window} 字节）不是 MSS（{mss} 字节）的整数倍</translation>
    </message>
    <message>
        <source>the window ({window} bytes) is smaller than one segment ({mss} bytes)</source>
        <translation>窗口（{window} 字节）小于一个报文段（{mss} 字节）</translation>
    </message>
    <message>
        <source>the window: all that may be in flight was in flight</source>
        <translation>窗口：允许在途的数据已全部在途</translation>
    </message>
    <message>
        <source>there is no flow {flow} to tamper with</source>
        <translation>没有可干预的流 {flow}</translation>
    </message>
    <message>
        <source>there is no sender's log beside it</source>
        <translation>旁边没有发送方的日志</translation>
    </message>
    <message>
        <source>there is no space left on its disk</source>
        <translation>它的磁盘没有剩余空间</translation>
    </message>
    <message>
        <source>there is not enough space on its disk</source>
        <translation>它的磁盘空间不足</translation>
    </message>
    <message>
        <source>this side</source>
        <translation>本方</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>timer</source>
        <translation>定时器</translation>
    </message>
    <message numerus="yes">
        <source>too many transfers ran there for {minutes} minutes</source>
        <translation><numerusform>对方在 {minutes} 分钟内运行的传输过多</numerusform></translation>
    </message>
    <message>
        <source>totals</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>two of the settings have one name</source>
        <translation>有两组设置同名</translation>
    </message>
    <message>
        <source>what came is no text</source>
        <translation>收到的不是文本</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>with another name</source>
        <translation>使用另一个名称</translation>
    </message>
    <message>
        <source>with {sequence} {bytes} bytes are unacknowledged (since {number}), but the window is {window}</source>
        <translation>发送 {sequence} 后有 {bytes} 字节未确认（自 {number} 起），但窗口是 {window}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>{acknowledgement} is acknowledged once more, but nothing has come that asks for it</source>
        <translation>再次确认了 {acknowledgement}，但没有收到需要它的报文段</translation>
    </message>
    <message>
        <source>{acknowledgement} is acknowledged, but data was sent up to {number}</source>
        <translation>确认了 {acknowledgement}，但数据只发送到 {number}</translation>
    </message>
    <message>
        <source>{acknowledgement} is acknowledged, but what is missing first is {number}</source>
        <translation>确认了 {acknowledgement}，但最先缺少的是 {number}</translation>
    </message>
    <message>
        <source>{address} connected, but did not say what it wants in time.</source>
        <translation>{address} 已连接，但没有及时说明要传输什么。</translation>
    </message>
    <message>
        <source>{address} connected, but did not say who it is in time.</source>
        <translation>{address} 已连接，但没有及时表明身份。</translation>
    </message>
    <message>
        <source>{address} declined.</source>
        <translation>{address} 已拒绝。</translation>
    </message>
    <message>
        <source>{address} is not an IPv4 address.</source>
        <translation>{address} 不是 IPv4 地址。</translation>
    </message>
    <message>
        <source>{address} is not an IPv6 address.</source>
        <translation>{address} 不是 IPv6 地址。</translation>
    </message>
    <message>
        <source>{address} is not an address of this computer.</source>
        <translation>{address} 不是本机的地址。</translation>
    </message>
    <message numerus="yes">
        <source>{count} duplicate acknowledgements</source>
        <translation><numerusform>{count} 个重复确认</numerusform></translation>
    </message>
    <message>
        <source>{count} events</source>
        <translation>{count} 个事件</translation>
    </message>
    <message>
        <source>{count} older ones were not kept</source>
        <translation>更早的 {count} 个未保留</translation>
    </message>
    <message>
        <source>{count} things are more than fit into one transfer.</source>
        <translation>{count} 个项目超出了一次传输的上限。</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>{failed} of {count} files are not across: {reasons}.</source>
        <translation>{count} 个文件中有 {failed} 个未送达：{reasons}。</translation>
    </message>
    <message>
        <source>{first} or {then}</source>
        <translation>{first} 或 {then}</translation>
    </message>
    <message>
        <source>{first} {then}</source>
        <translation>{first}{then}</translation>
    </message>
    <message>
        <source>{first}, {then}</source>
        <translation>{first}、{then}</translation>
    </message>
    <message>
        <source>{first}; {then}</source>
        <translation>{first}；{then}</translation>
    </message>
    <message>
        <source>{folder} cannot be used: {reason}.</source>
        <translation>无法使用 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{folder} is not a folder, and the sender's files were to go there.</source>
        <translation>{folder} 不是文件夹，而发送方的文件要保存到那里。</translation>
    </message>
    <message>
        <source>{host} cannot be reached from here: {reason}.</source>
        <translation>无法从本机到达 {host}：{reason}。</translation>
    </message>
    <message>
        <source>{host} is not a host name.</source>
        <translation>{host} 不是主机名。</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{log} line {line}: {text}</source>
        <translation>{log} 第 {line} 行：{text}</translation>
    </message>
    <message>
        <source>{message} as the answer to an offer</source>
        <translation>以 {message} 答复传输请求</translation>
    </message>
    <message>
        <source>{message} where an offer was due</source>
        <translation>应为传输请求之处却是 {message}</translation>
    </message>
    <message>
        <source>{message} where {due} was due</source>
        <translation>应为 {due} 之处却是 {message}</translation>
    </message>
    <message>
        <source>{message} while a file was on its way</source>
        <translation>文件传输途中收到 {message}</translation>
    </message>
    <message>
        <source>{message} while files were on their way</source>
        <translation>文件传输途中收到 {message}</translation>
    </message>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} ms</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{names} had changed and began anew.</source>
        <translation>{names} 已改变，重新开始传输。</translation>
    </message>
    <message>
        <source>{name} ({address}) came without a code phrase.</source>
        <translation>{name}（{address}）没有提供配对码。</translation>
    </message>
    <message>
        <source>{name} ({address}) does not know this computer yet, or this computer does not know it.</source>
        <translation>{name}（{address}）还不认识本机，或本机不认识它。</translation>
    </message>
    <message>
        <source>{name} ({address}) is not known here, and only known computers are let in.</source>
        <translation>本机不认识 {name}（{address}），且只允许已知电脑。</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} 及另外 {count} 项</translation>
    </message>
    <message>
        <source>{name} arrived damaged and was not kept.</source>
        <translation>{name} 到达时已损坏，没有保留。</translation>
    </message>
    <message>
        <source>{name} arrived damaged.</source>
        <translation>{name} 到达时已损坏。</translation>
    </message>
    <message>
        <source>{name} does not hold the whole of a transfer.</source>
        <translation>{name} 不包含一次完整的传输。</translation>
    </message>
    <message>
        <source>{name} does not say how it came about.</source>
        <translation>{name} 没有注明它是如何产生的。</translation>
    </message>
    <message>
        <source>{name} found no place: {reason}.</source>
        <translation>{name} 没有排到位置：{reason}。</translation>
    </message>
    <message>
        <source>{name} is known here with another key than the one that came now.</source>
        <translation>本机认识的 {name} 使用的是另一个密钥，与现在的不同。</translation>
    </message>
    <message>
        <source>{name} is not a number</source>
        <translation>{name} 不是数字</translation>
    </message>
    <message>
        <source>{name} must be between {low} and {high}, not {value}</source>
        <translation>{name} 须在 {low} 到 {high} 之间，而不是 {value}</translation>
    </message>
    <message>
        <source>{name} speaks of a fault that is not understood: {part}.</source>
        <translation>{name} 提到无法理解的链路故障：{part}。</translation>
    </message>
    <message>
        <source>{name} speaks of {setting} {value}, which is unknown here.</source>
        <translation>{name} 提到 {setting} {value}，此处不支持。</translation>
    </message>
    <message>
        <source>{name} takes a number from 1 to 1000000000, not {value}.</source>
        <translation>{name} 的取值为 1 到 1000000000，而不是 {value}。</translation>
    </message>
    <message>
        <source>{name} was declined.</source>
        <translation>已拒绝 {name}。</translation>
    </message>
    <message>
        <source>{name} was declined: only one file fits into a pipe.</source>
        <translation>已拒绝 {name}：管道只能接收一个文件。</translation>
    </message>
    <message>
        <source>{name} was not received: this computer keeps its own file of that name.</source>
        <translation>没有接收 {name}：本机保留了自己的同名文件。</translation>
    </message>
    <message>
        <source>{name} was there already, with the same contents.</source>
        <translation>{name} 已经存在，内容相同。</translation>
    </message>
    <message>
        <source>{name} {reason}</source>
        <translation>{name} {reason}</translation>
    </message>
    <message>
        <source>{name} {why}.</source>
        <translation>{name} {why}。</translation>
    </message>
    <message>
        <source>{name}: {number}, but the log holds {expected}</source>
        <translation>{name}：{number}，但日志中有 {expected}</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>{noun} must be at least {low}</source>
        <translation>{noun}至少为 {low}</translation>
    </message>
    <message>
        <source>{noun} must be between {low} and {high}</source>
        <translation>{noun}须在 {low} 到 {high} 之间</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>{number} bytes</source>
        <translation>{number} 字节</translation>
    </message>
    <message>
        <source>{number} is the oldest unacknowledged</source>
        <translation>最早未确认的是 {number}</translation>
    </message>
    <message>
        <source>{number} was not sent again until now</source>
        <translation>{number} 直到现在才重传</translation>
    </message>
    <message>
        <source>{number} {unit}</source>
        <translation>{number} {unit}</translation>
    </message>
    <message>
        <source>{option} does not know {name}.</source>
        <translation>{option} 没有 {name} 这一项。</translation>
    </message>
    <message>
        <source>{option} has an empty part.</source>
        <translation>{option} 中有空的部分。</translation>
    </message>
    <message>
        <source>{option} names {name} twice.</source>
        <translation>{option} 中 {name} 出现了两次。</translation>
    </message>
    <message>
        <source>{option} {name} is a whole number, not {value}.</source>
        <translation>{option} {name} 是整数，而不是 {value}。</translation>
    </message>
    <message>
        <source>{option} {name} lacks its value.</source>
        <translation>{option} {name} 缺少取值。</translation>
    </message>
    <message>
        <source>{option} {name}={value} is not understood.</source>
        <translation>无法理解 {option} {name}={value}。</translation>
    </message>
    <message>
        <source>{option} {name}={value} needs a unit: {units}.</source>
        <translation>{option} {name}={value} 需要单位：{units}。</translation>
    </message>
    <message>
        <source>{option} {name}={value}: {reason}.</source>
        <translation>{option} {name}={value}：{reason}。</translation>
    </message>
    <message>
        <source>{parts}.</source>
        <translation>{parts}。</translation>
    </message>
    <message>
        <source>{path} cannot be changed: {reason}.</source>
        <translation>无法修改 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be saved: {reason}.</source>
        <translation>无法保存 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} changed while it was being sent.</source>
        <translation>{path} 在发送过程中被修改。</translation>
    </message>
    <message>
        <source>{path} exists already.</source>
        <translation>{path} 已经存在。</translation>
    </message>
    <message>
        <source>{path} had nothing to read for too long.</source>
        <translation>{path} 太久没有内容可读。</translation>
    </message>
    <message>
        <source>{path} is a folder and cannot be overwritten by a file.</source>
        <translation>{path} 是文件夹，不能被文件覆盖。</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} 是文件夹。</translation>
    </message>
    <message>
        <source>{path} is larger than this disk allows for one file.</source>
        <translation>{path} 超过了此磁盘允许的单个文件大小。</translation>
    </message>
    <message>
        <source>{path} is longer than any log that can be marked ({most} bytes).</source>
        <translation>{path} 超过了可检查的日志长度（{most} 字节）。</translation>
    </message>
    <message>
        <source>{path} is no exercise: it is not text.</source>
        <translation>{path} 不是练习：它不是文本。</translation>
    </message>
    <message>
        <source>{path} is no exercise: {reason}.</source>
        <translation>{path} 不是练习：{reason}。</translation>
    </message>
    <message>
        <source>{path} is no segment log.</source>
        <translation>{path} 不是报文段日志。</translation>
    </message>
    <message>
        <source>{path} is not a folder.</source>
        <translation>{path} 不是文件夹。</translation>
    </message>
    <message>
        <source>{path} is not a qlog of PTP, or it is damaged.</source>
        <translation>{path} 不是 PTP 的 qlog，或已损坏。</translation>
    </message>
    <message>
        <source>{path} is not a recording of PTP, or of a newer one.</source>
        <translation>{path} 不是 PTP 的记录，或来自更新的版本。</translation>
    </message>
    <message>
        <source>{path} is not a recording.</source>
        <translation>{path} 不是记录。</translation>
    </message>
    <message>
        <source>{path} is not a regular file.</source>
        <translation>{path} 不是普通文件。</translation>
    </message>
    <message>
        <source>{path} is on a read-only disk.</source>
        <translation>{path} 位于只读磁盘上。</translation>
    </message>
    <message>
        <source>{path} is something else already, and stays.</source>
        <translation>{path} 已是别的东西，予以保留。</translation>
    </message>
    <message>
        <source>{path} may not be read.</source>
        <translation>没有权限读取 {path}。</translation>
    </message>
    <message>
        <source>{path} may not be written.</source>
        <translation>没有权限写入 {path}。</translation>
    </message>
    <message>
        <source>{path} says that it is empty, but it is not; the system makes its contents up while they are read.</source>
        <translation>{path} 显示为空，其实不是；系统在读取时才生成其内容。</translation>
    </message>
    <message>
        <source>{path} was moved or deleted while it was being sent.</source>
        <translation>{path} 在发送过程中被移动或删除。</translation>
    </message>
    <message>
        <source>{path} was not saved: another program removed, replaced or changed its unfinished file.</source>
        <translation>没有保存 {path}：另一个程序删除、替换或修改了未完成的文件。</translation>
    </message>
    <message>
        <source>{peer} broke the protocol: {reason}.</source>
        <translation>{peer} 违反了协议：{reason}。</translation>
    </message>
    <message>
        <source>{peer} cancelled.</source>
        <translation>{peer} 已取消。</translation>
    </message>
    <message>
        <source>{peer} closed the connection before the file was across.</source>
        <translation>文件尚未送达，{peer} 就关闭了连接。</translation>
    </message>
    <message>
        <source>{peer} declined.</source>
        <translation>{peer} 已拒绝。</translation>
    </message>
    <message>
        <source>{peer} declined: {reason}</source>
        <translation>{peer} 已拒绝：{reason}</translation>
    </message>
    <message>
        <source>{peer} did not answer the offer for {minutes} minutes.</source>
        <translation>{peer} 在 {minutes} 分钟内没有回应。</translation>
    </message>
    <message>
        <source>{peer} ended the connection because of a broken rule: {reason}.</source>
        <translation>{peer} 因协议被违反而结束了连接：{reason}。</translation>
    </message>
    <message>
        <source>{peer} has all of {name}, but does not say that it is saved.</source>
        <translation>{peer} 已收到全部 {name}，但没有表示已保存。</translation>
    </message>
    <message>
        <source>{peer} is busy with other files; this one waits for its turn.</source>
        <translation>{peer} 正忙于其他文件；此传输正在排队。</translation>
    </message>
    <message>
        <source>{peer} is there, but PTP does not run on it any more.</source>
        <translation>{peer} 在线，但 PTP 已不在运行。</translation>
    </message>
    <message>
        <source>{peer} paused it.</source>
        <translation>{peer} 已暂停。</translation>
    </message>
    <message>
        <source>{peer} said that the file is saved, but what it has is not what was sent.</source>
        <translation>{peer} 表示文件已保存，但它得到的与发送的不同。</translation>
    </message>
    <message>
        <source>{peer} sent next to nothing of {name} for {seconds} s.</source>
        <translation>{peer} 在 {seconds} 秒内几乎没有发送 {name} 的数据。</translation>
    </message>
    <message>
        <source>{peer} takes no more transfers now.</source>
        <translation>{peer} 现在不再接收传输。</translation>
    </message>
    <message>
        <source>{peer} took in next to nothing of {name} for {seconds} s.</source>
        <translation>{peer} 在 {seconds} 秒内几乎没有接收 {name} 的数据。</translation>
    </message>
    <message>
        <source>{peer} tried a wrong code phrase.</source>
        <translation>{peer} 尝试了错误的配对码。</translation>
    </message>
    <message>
        <source>{peer}: {words}.</source>
        <translation>{peer}：{words}。</translation>
    </message>
    <message>
        <source>{place} has characters that cannot be shown</source>
        <translation>{place} 含有无法显示的字符</translation>
    </message>
    <message>
        <source>{place} has more than {most} entries</source>
        <translation>{place} 超过 {most} 项</translation>
    </message>
    <message>
        <source>{place} has more than {most} languages</source>
        <translation>{place} 超过 {most} 种语言</translation>
    </message>
    <message>
        <source>{place} is longer than {longest} letters</source>
        <translation>{place} 超过 {longest} 个字符</translation>
    </message>
    <message>
        <source>{place} is missing</source>
        <translation>缺少 {place}</translation>
    </message>
    <message>
        <source>{place} is not known</source>
        <translation>不支持 {place}</translation>
    </message>
    <message>
        <source>{place} must be an object, with braces</source>
        <translation>{place} 必须是带花括号的对象</translation>
    </message>
    <message>
        <source>{place} must be {wanted}, not {value}</source>
        <translation>{place} 必须是{wanted}，而不是 {value}</translation>
    </message>
    <message>
        <source>{place} names what is no language, such as en or zh_CN</source>
        <translation>{place} 中的名称不是语言，例如 en 或 zh_CN</translation>
    </message>
    <message>
        <source>{place} {name}: {reason}</source>
        <translation>{place} {name}：{reason}</translation>
    </message>
    <message>
        <source>{reason}, but is {value}</source>
        <translation>{reason}，但现在是 {value}</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>{rule}, {source}</source>
        <translation>{rule}，{source}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{sequence} came before it was acknowledged</source>
        <translation>尚未确认，{sequence} 就到了</translation>
    </message>
    <message>
        <source>{sequence} has no acknowledgement of its own, at once: {reason}</source>
        <translation>{sequence} 没有立即得到单独的确认：{reason}</translation>
    </message>
    <message>
        <source>{sequence} has {length} bytes and is not the last one: only the last may be shorter than MSS ({mss})</source>
        <translation>{sequence} 有 {length} 字节且不是最后一个：只有最后一个可以短于 MSS（{mss}）</translation>
    </message>
    <message>
        <source>{sequence} has {length} bytes, but MSS is {mss}</source>
        <translation>{sequence} 有 {length} 字节，但 MSS 是 {mss}</translation>
    </message>
    <message>
        <source>{sequence} is a data segment without data</source>
        <translation>{sequence} 是没有数据的数据报文段</translation>
    </message>
    <message>
        <source>{sequence} is data after FIN</source>
        <translation>{sequence} 是 FIN 之后的数据</translation>
    </message>
    <message>
        <source>{sequence} is new, but after going back {number} is to be sent again first</source>
        <translation>{sequence} 是新数据，但回退之后应先重传 {number}</translation>
    </message>
    <message>
        <source>{sequence} is new, but {reason}</source>
        <translation>{sequence} 是新数据，但{reason}</translation>
    </message>
    <message>
        <source>{sequence} is sent again</source>
        <translation>重传了 {sequence}</translation>
    </message>
    <message>
        <source>{sequence} is sent again only {time} after line {line}, which was the third duplicate acknowledgement: at once</source>
        <translation>第 {line} 行是第三个重复确认，{time} 之后才重传 {sequence}：应立即重传</translation>
    </message>
    <message>
        <source>{sequence} is sent again without cause: {duplicates}, and {timer}</source>
        <translation>无故重传了 {sequence}：{duplicates}，且{timer}</translation>
    </message>
    <message>
        <source>{sequence} is sent again {time} after it was sent last, but its time-out is {timeout}</source>
        <translation>{sequence} 在上次发送 {time} 之后重传，但其超时时间是 {timeout}</translation>
    </message>
    <message>
        <source>{sequence} is sent again, but it is acknowledged</source>
        <translation>重传了 {sequence}，但它已被确认</translation>
    </message>
    <message>
        <source>{sequence} is sent again, but it was acknowledged for itself</source>
        <translation>重传了 {sequence}，但它已被单独确认</translation>
    </message>
    <message>
        <source>{sequence} is sent again, but no segment began there</source>
        <translation>重传了 {sequence}，但没有报文段从那里开始</translation>
    </message>
    <message>
        <source>{sequence} is sent again, but {reason}</source>
        <translation>重传了 {sequence}，但{reason}</translation>
    </message>
    <message>
        <source>{sequence} is sent before SYN was answered by SYN+ACK</source>
        <translation>在 SYN 得到 SYN+ACK 应答之前就发送了 {sequence}</translation>
    </message>
    <message>
        <source>{sequence} is sent, but {number} comes next</source>
        <translation>发送了 {sequence}，但接下来应是 {number}</translation>
    </message>
    <message>
        <source>{sequence} was sent before it was acknowledged</source>
        <translation>尚未确认，就发送了 {sequence}</translation>
    </message>
    <message>
        <source>{sequence} with {length} bytes mixes what was sent with what is new; new data begins at {number}</source>
        <translation>{sequence}（{length} 字节）混合了已发送的数据和新数据；新数据从 {number} 开始</translation>
    </message>
    <message>
        <source>{shown} (type {kind}) arrives, but {name} {reason}</source>
        <translation>{shown}（类型 {kind}）到达，但 {name} {reason}</translation>
    </message>
    <message>
        <source>{size} bytes in segments of {segment} are more than {most} segments</source>
        <translation>{size} 字节按每段 {segment} 字节计，超过 {most} 个报文段</translation>
    </message>
    <message>
        <source>{there} of {count} files were there already.</source>
        <translation>{count} 个文件中有 {there} 个已经存在。</translation>
    </message>
    <message>
        <source>{time} is no time</source>
        <translation>{time} 不是时间</translation>
    </message>
    <message>
        <source>{value} ({name})</source>
        <translation>{value}（{name}）</translation>
    </message>
    <message>
        <source>{value} is there twice</source>
        <translation>{value} 出现了两次</translation>
    </message>
    <message>
        <source>{whole}.{fraction}</source>
        <translation>{whole}.{fraction}</translation>
    </message>
    <message>
        <source>{whose} sends no FIN</source>
        <translation>{whose}没有发送 FIN</translation>
    </message>
    <message>
        <source>{words} (the time-out must not double)</source>
        <translation>{words}（超时时间不得加倍）</translation>
    </message>
    <message>
        <source>{words} is none of snd, rcv and drop</source>
        <translation>{words} 不是 snd、rcv 或 drop</translation>
    </message>
    <message>
        <source>{words}, {time} after its timer began, but the time-out is {timeout}</source>
        <translation>{words}，距其定时器启动 {time}，但超时时间是 {timeout}</translation>
    </message>
    <message>
        <source>{words}: {choices}</source>
        <translation>{words}：{choices}</translation>
    </message>
    <message>
        <source>{words}: {choices} (default: {default})</source>
        <translation>{words}：{choices}（默认：{default}）</translation>
    </message>
    <message>
        <source>{words}; or {other}</source>
        <translation>{words}；或 {other}</translation>
    </message>
    <message>
        <source>{word} is no number for {name}</source>
        <translation>{word} 不是 {name} 的数字</translation>
    </message>
    <message>
        <source>{word} is no type of segment</source>
        <translation>{word} 不是报文段类型</translation>
    </message>
</context>
<context>
    <name>declared</name>
    <message>
        <source> Mbit/s</source>
        <translation> Mbit/s</translation>
    </message>
    <message>
        <source> bytes</source>
        <translation> 字节</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>&amp;Bursts of loss</source>
        <translation>突发丢包(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Closing the window</source>
        <translation>关闭窗口时(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>配对码(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Drop probability</source>
        <translation>丢包概率(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Jitter</source>
        <translation>抖动(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>配置(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Queue before the rate</source>
        <translation>瓶颈前的队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation>速率(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Segment payload (MSS)</source>
        <translation>报文段净荷 MSS(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Time-out</source>
        <translation>超时时间(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Who may send</source>
        <translation>谁可以发送(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Window (MWS)</source>
        <translation>窗口 MWS(&amp;W)</translation>
    </message>
    <message>
        <source>100 % loss</source>
        <translation>100% 丢包</translation>
    </message>
    <message>
        <source>A cable that was pulled: everything is lost.</source>
        <translation>网线被拔掉：全部丢失。</translation>
    </message>
    <message>
        <source>A fat line with a long way: 90 ms there and back, and hardly any loss.</source>
        <translation>又宽又长的线路：往返 90 毫秒，几乎不丢包。</translation>
    </message>
    <message>
        <source>A fixed window</source>
        <translation>固定窗口</translation>
    </message>
    <message>
        <source>A gigabit between two computers in one room: nothing is lost, and nothing waits for long.</source>
        <translation>同一房间里两台电脑之间的千兆网：不丢包，也几乎不排队。</translation>
    </message>
    <message>
        <source>A good radio link: fast, a little loss, a little jitter.</source>
        <translation>良好的无线链路：速度快，少量丢包，少量抖动。</translation>
    </message>
    <message>
        <source>A home router with a bloated buffer</source>
        <translation>缓冲区膨胀的家用路由器</translation>
    </message>
    <message>
        <source>A model of the path</source>
        <translation>路径模型</translation>
    </message>
    <message>
        <source>A new code for each</source>
        <translation>每台电脑用新的配对码</translation>
    </message>
    <message>
        <source>A telephone's uplink: a long queue at the base station, jitter, and more rate towards the telephone.</source>
        <translation>手机上行链路：基站处队列很长，有抖动，下行速率更高。</translation>
    </message>
    <message>
        <source>Across the Atlantic</source>
        <translation>跨大西洋</translation>
    </message>
    <message>
        <source>Again: before it</source>
        <translation>超时前重传</translation>
    </message>
    <message>
        <source>Again: time-out</source>
        <translation>超时重传</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>每次询问</translation>
    </message>
    <message>
        <source>Ask me, and remember</source>
        <translation>询问并记住</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最长排队</translation>
    </message>
    <message>
        <source>Bad Wi-Fi</source>
        <translation>很差的 Wi-Fi</translation>
    </message>
    <message>
        <source>Begins after</source>
        <translation>开始延后</translation>
    </message>
    <message>
        <source>Bits a second</source>
        <translation>比特/秒</translation>
    </message>
    <message>
        <source>By what has arrived</source>
        <translation>选择确认</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>字节/秒</translation>
    </message>
    <message>
        <source>CUBIC, RFC 9438</source>
        <translation>CUBIC（RFC 9438）</translation>
    </message>
    <message>
        <source>Classroom: fixed values</source>
        <translation>课堂：固定参数</translation>
    </message>
    <message>
        <source>Co&amp;ngestion control</source>
        <translation>拥塞控制(&amp;N)</translation>
    </message>
    <message>
        <source>Dama&amp;ged</source>
        <translation>损坏(&amp;G)</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Default: fast</source>
        <translation>默认：快速</translation>
    </message>
    <message>
        <source>Dela&amp;y, one way</source>
        <translation>单向时延(&amp;Y)</translation>
    </message>
    <message>
        <source>Dupl&amp;icated</source>
        <translation>重复(&amp;I)</translation>
    </message>
    <message>
        <source>Everyone with the code, without asking</source>
        <translation>知道配对码的任何人，不询问</translation>
    </message>
    <message>
        <source>Go-Back-N</source>
        <translation>后退 N 帧</translation>
    </message>
    <message>
        <source>Goodput</source>
        <translation>有效吞吐量</translation>
    </message>
    <message>
        <source>If a &amp;name is in use</source>
        <translation>文件重名时(&amp;N)</translation>
    </message>
    <message>
        <source>Keep PTP in the tray</source>
        <translation>让 PTP 留在托盘</translation>
    </message>
    <message>
        <source>Keep both, number the new one</source>
        <translation>两者都保留，新文件加编号</translation>
    </message>
    <message>
        <source>Keep the old file, skip the new one</source>
        <translation>保留旧文件，跳过新文件</translation>
    </message>
    <message>
        <source>KiB, MiB, GiB (1024)</source>
        <translation>KiB、MiB、GiB（1024 进制）</translation>
    </message>
    <message>
        <source>Known computers, without asking; no strangers</source>
        <translation>仅已知电脑，不询问</translation>
    </message>
    <message>
        <source>Length of a b&amp;urst</source>
        <translation>突发长度(&amp;U)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Loo&amp;k</source>
        <translation>外观(&amp;K)</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>MTU {0}</source>
        <translation>MTU {0}</translation>
    </message>
    <message>
        <source>Mobile, 4G</source>
        <translation>移动网络（4G）</translation>
    </message>
    <message>
        <source>Needlessly</source>
        <translation>虚假重传</translation>
    </message>
    <message>
        <source>Office Wi-Fi</source>
        <translation>办公室 Wi-Fi</translation>
    </message>
    <message>
        <source>On the wire</source>
        <translation>线路字节数</translation>
    </message>
    <message>
        <source>One code for a class, until this ends</source>
        <translation>全班共用一个配对码，直到结束</translation>
    </message>
    <message>
        <source>Perfect</source>
        <translation>理想</translation>
    </message>
    <message>
        <source>Queue full</source>
        <translation>队列溢出</translation>
    </message>
    <message>
        <source>Queueing</source>
        <translation>平均排队</translation>
    </message>
    <message>
        <source>Quit PTP</source>
        <translation>退出 PTP</translation>
    </message>
    <message>
        <source>Re&amp;ordered</source>
        <translation>乱序(&amp;O)</translation>
    </message>
    <message>
        <source>Reco&amp;very</source>
        <translation>差错恢复(&amp;V)</translation>
    </message>
    <message>
        <source>Refuse the new file</source>
        <translation>拒绝新文件</translation>
    </message>
    <message>
        <source>Reno, RFC 5681</source>
        <translation>Reno（RFC 5681）</translation>
    </message>
    <message>
        <source>Replace the old file</source>
        <translation>替换旧文件</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>种子(&amp;E)</translation>
    </message>
    <message>
        <source>S&amp;ize</source>
        <translation>大小(&amp;I)</translation>
    </message>
    <message>
        <source>Satellite</source>
        <translation>卫星</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>种子(&amp;D)</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>报文段</translation>
    </message>
    <message>
        <source>Selective repeat</source>
        <translation>选择重传 (SR)</translation>
    </message>
    <message>
        <source>Send &amp;at once</source>
        <translation>同时发送(&amp;A)</translation>
    </message>
    <message>
        <source>Si&amp;zes</source>
        <translation>大小单位(&amp;Z)</translation>
    </message>
    <message>
        <source>Spee&amp;ds</source>
        <translation>速度单位(&amp;D)</translation>
    </message>
    <message>
        <source>Speed li&amp;mit</source>
        <translation>限速(&amp;M)</translation>
    </message>
    <message>
        <source>Stop and wait</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>Tahoe: begins anew</source>
        <translation>Tahoe：重新慢启动</translation>
    </message>
    <message>
        <source>Ten megabits up, and seven tenths of a second of them fit into the router's queue.</source>
        <translation>上行 10 兆，路由器的队列里能排 0.7 秒的数据。</translation>
    </message>
    <message>
        <source>The oldest, as assigned</source>
        <translation>重传最早的（课程作业）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Two walls away from the access point: slow, with loss alone and in bursts, and much jitter.</source>
        <translation>与接入点隔着两堵墙：慢，既有零星丢包也有突发丢包，抖动大。</translation>
    </message>
    <message>
        <source>UDP port; 7700 unless another program has it</source>
        <translation>UDP 端口；默认 7700，除非已被其他程序占用</translation>
    </message>
    <message>
        <source>Up to the geostationary orbit and down again: 600 ms there and back, some loss, a slow way back.</source>
        <translation>上到同步轨道再下来：往返 600 毫秒，有些丢包，回程较慢。</translation>
    </message>
    <message>
        <source>Write 10 percent as 0.1 or 10%.</source>
        <translation>百分之十请写作 0.1 或 10%。</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>before a rate so much waits, and what comes on top is lost; 262144 unless it is named</source>
        <translation>瓶颈前最多排队这么多字节，超出的丢失；默认 262144</translation>
    </message>
    <message>
        <source>begin a burst of losses at so many of them, of 3 in a row or as many as stand after the slash</source>
        <translation>以此概率开始一次突发丢包，连续丢 3 个，或斜杠后所写的个数</translation>
    </message>
    <message>
        <source>begin so much later than the others</source>
        <translation>比其他的晚这么久开始</translation>
    </message>
    <message>
        <source>bytes in both directions, with all headers</source>
        <translation>双向字节数，含所有首部</translation>
    </message>
    <message>
        <source>carry so many bits of UDP payload a second, and no more</source>
        <translation>每秒最多传送这么多比特的 UDP 净荷</translation>
    </message>
    <message>
        <source>data segments that were sent</source>
        <translation>发送的数据报文段</translation>
    </message>
    <message>
        <source>datagrams that the link lost by chance or by hand</source>
        <translation>链路随机丢失或人为丢弃的数据报</translation>
    </message>
    <message>
        <source>datagrams that the link's queue had no room for</source>
        <translation>链路队列放不下的数据报</translation>
    </message>
    <message>
        <source>datagrams that were larger than the link carries: probes of how much it does</source>
        <translation>超过链路 MTU 的数据报：用于探测 MTU</translation>
    </message>
    <message>
        <source>for whom a code is: after five wrong tries in all it is replaced, or dead if it was given</source>
        <translation>配对码给谁用：共输错五次后会更换；若是指定的配对码则失效</translation>
    </message>
    <message>
        <source>from the first SYN to the last byte read</source>
        <translation>从第一个 SYN 到读出最后一个字节</translation>
    </message>
    <message>
        <source>hold each datagram back for up to so much longer</source>
        <translation>每个数据报最多再延迟这么久</translation>
    </message>
    <message>
        <source>hold everything back for so long</source>
        <translation>所有数据报都延迟这么久</translation>
    </message>
    <message>
        <source>how many transfers are sent at a time; the others wait in the queue</source>
        <translation>同时发送多少个传输；其余的在队列中等待</translation>
    </message>
    <message>
        <source>kB, MB, GB (thousands)</source>
        <translation>kB、MB、GB（1000 进制）</translation>
    </message>
    <message>
        <source>let so many leave out of their order</source>
        <translation>以此概率打乱发送次序</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>lose larger IPv4 packets; 1500 beside any other fault unless it is named</source>
        <translation>丢弃更大的 IPv4 分组；设置了其他故障时默认 1500</translation>
    </message>
    <message>
        <source>lose so many of the datagrams; in the classroom profile of the data segments</source>
        <translation>以此概率丢弃数据报；在课堂配置中只丢弃数据报文段</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>send no faster than this, all transfers together, and receive no faster than this</source>
        <translation>所有传输合计的发送速度不超过此值，接收速度也不超过此值</translation>
    </message>
    <message>
        <source>send so many twice</source>
        <translation>以此概率重复发送</translation>
    </message>
    <message>
        <source>sent again before the timer ran out</source>
        <translation>在定时器超时之前重传</translation>
    </message>
    <message>
        <source>sent again since the timer ran out</source>
        <translation>因定时器超时而重传</translation>
    </message>
    <message>
        <source>sent again though the first had arrived</source>
        <translation>原报文段已到达却又重传</translation>
    </message>
    <message>
        <source>the MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>the delay</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>the file's bits a second</source>
        <translation>每秒传送的文件比特数</translation>
    </message>
    <message>
        <source>the file's size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>the file's size; 1m unless it is given</source>
        <translation>文件大小；默认 1m</translation>
    </message>
    <message>
        <source>the jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>the length of a burst</source>
        <translation>突发长度</translation>
    </message>
    <message>
        <source>the longest that one waited there</source>
        <translation>最长的一次排队时间</translation>
    </message>
    <message>
        <source>the most that may be out, in bytes, whatever the congestion control allows</source>
        <translation>在途数据的上限（字节），不论拥塞控制允许多少</translation>
    </message>
    <message>
        <source>the most that one segment carries, in bytes</source>
        <translation>一个报文段最多携带的字节数</translation>
    </message>
    <message>
        <source>the number of transfers at once</source>
        <translation>同时传输的数量</translation>
    </message>
    <message>
        <source>the port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>the probability of a burst</source>
        <translation>突发丢包概率</translation>
    </message>
    <message>
        <source>the probability of a duplicate</source>
        <translation>重复概率</translation>
    </message>
    <message>
        <source>the probability of a loss</source>
        <translation>丢包概率</translation>
    </message>
    <message>
        <source>the probability of damage</source>
        <translation>损坏概率</translation>
    </message>
    <message>
        <source>the probability of reordering</source>
        <translation>乱序概率</translation>
    </message>
    <message>
        <source>the queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>the rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>the retransmission time-out, in milliseconds, instead of an estimated one</source>
        <translation>超时重传时间（毫秒），代替估算值</translation>
    </message>
    <message>
        <source>the seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>the segment size</source>
        <translation>报文段大小</translation>
    </message>
    <message>
        <source>the size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>the speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>the start</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>the time-out</source>
        <translation>超时时间</translation>
    </message>
    <message>
        <source>the units of sizes</source>
        <translation>大小的单位</translation>
    </message>
    <message>
        <source>the units of speeds</source>
        <translation>速度的单位</translation>
    </message>
    <message>
        <source>the window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>turn a bit over in so many</source>
        <translation>以此概率翻转一个比特</translation>
    </message>
    <message>
        <source>what a datagram waited at the link on average</source>
        <translation>数据报在链路处的平均排队时间</translation>
    </message>
    <message>
        <source>what chance follows from</source>
        <translation>随机数的种子</translation>
    </message>
    <message>
        <source>what chance follows from: the same seed and file lose the same segments</source>
        <translation>随机数的种子：种子和文件相同，丢失的报文段也相同</translation>
    </message>
    <message>
        <source>what closing the window does, where the desktop has a tray</source>
        <translation>有托盘时，关闭窗口会怎样</translation>
    </message>
    <message>
        <source>what happens to offers of authenticated peers; without a terminal to ask on they are declined</source>
        <translation>如何处理已通过验证的对方的传输请求；没有可询问的终端时一律拒绝</translation>
    </message>
    <message>
        <source>what happens when the name is in use</source>
        <translation>文件重名时如何处理</translation>
    </message>
    <message>
        <source>what tells of a loss, and what is sent again</source>
        <translation>如何判断丢失，以及重传什么</translation>
    </message>
    <message>
        <source>who decides how much is in flight</source>
        <translation>由谁决定在途数据量</translation>
    </message>
    <message>
        <source>whose values to begin with; the classroom's are a textbook's</source>
        <translation>以哪组参数为基础；课堂配置采用教科书的参数</translation>
    </message>
    <message>
        <source>{0} bursts of loss</source>
        <translation>突发丢包 {0}</translation>
    </message>
    <message>
        <source>{0} damaged</source>
        <translation>损坏 {0}</translation>
    </message>
    <message>
        <source>{0} delay</source>
        <translation>时延 {0}</translation>
    </message>
    <message>
        <source>{0} duplicated</source>
        <translation>重复 {0}</translation>
    </message>
    <message>
        <source>{0} jitter</source>
        <translation>抖动 {0}</translation>
    </message>
    <message>
        <source>{0} loss</source>
        <translation>丢包 {0}</translation>
    </message>
    <message>
        <source>{0} reordered</source>
        <translation>乱序 {0}</translation>
    </message>
</context>
<context>
    <name>exercises</name>
    <message>
        <source>2 s</source>
        <translation>2 秒</translation>
    </message>
    <message>
        <source>200 ms</source>
        <translation>200 毫秒</translation>
    </message>
    <message>
        <source>60 ms</source>
        <translation>60 毫秒</translation>
    </message>
    <message>
        <source>CUBIC</source>
        <translation>CUBIC</translation>
    </message>
    <message>
        <source>Classroom</source>
        <translation>课堂</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Go-Back-N</source>
        <translation>后退 N 帧</translation>
    </message>
    <message>
        <source>Reno</source>
        <translation>Reno</translation>
    </message>
    <message>
        <source>Tahoe</source>
        <translation>Tahoe</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>first</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>second</source>
        <translation>第二个</translation>
    </message>
    <message>
        <source>selective repeat</source>
        <translation>选择重传</translation>
    </message>
    <message>
        <source>stop and wait</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>window of 12,500</source>
        <translation>窗口 12 500</translation>
    </message>
</context>
<context>
    <name>happenings</name>
    <message>
        <source>dropped on the way</source>
        <translation>途中被丢弃</translation>
    </message>
    <message>
        <source>from {0} to {1}</source>
        <translation>从 {0} 到 {1}</translation>
    </message>
    <message>
        <source>nothing was sent</source>
        <translation>没有发送任何数据</translation>
    </message>
    <message>
        <source>of these needlessly</source>
        <translation>其中虚假重传</translation>
    </message>
    <message>
        <source>segments sent</source>
        <translation>发送的报文段</translation>
    </message>
    <message>
        <source>sent again at the silent end</source>
        <translation>尾部探测重传</translation>
    </message>
    <message>
        <source>sent again before it</source>
        <translation>超时前重传</translation>
    </message>
    <message>
        <source>sent again by the time-out</source>
        <translation>超时重传</translation>
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
    <name>man page</name>
    <message>
        <source>DESCRIPTION</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>ENVIRONMENT</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>FILES</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>OPTIONS</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>SCRIPTS</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>SYNOPSIS</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>The code phrase, where no option gives one.</source>
        <translation>配对码，没有用选项指定时使用。</translation>
    </message>
    <message>
        <source>The language to speak, where no option says it; without both that of the locale.</source>
        <translation>使用的语言，没有用选项指定时使用；两者都没有时采用区域设置的语言。</translation>
    </message>
    <message>
        <source>This computer's identity, the computers that it knows, and the history. XDG_DATA_HOME moves it.</source>
        <translation>本机的身份、已知电脑和历史记录。可用 XDG_DATA_HOME 更改位置。</translation>
    </message>
    <message>
        <source>User Commands</source>
        <translation>用户命令</translation>
    </message>
    <message>
        <source>What the window remembers. XDG_CONFIG_HOME moves it.</source>
        <translation>窗口记住的内容。可用 XDG_CONFIG_HOME 更改位置。</translation>
    </message>
    <message>
        <source>With --json each line on standard output is an object that names its event: listening (with the code phrase), stats, text (what came as a text, and from whom), resumed, failed, left_out, changed, done, notice and error. What is said to people is its message, in the language that is spoken; a code beside it is the same in every language.</source>
        <translation>使用 --json 时，标准输出的每一行是一个对象，其 event 说明是什么：listening（含配对码）、stats、text（收到的文本及其来源）、resumed、failed、left_out、changed、done、notice 和 error。给人看的话在 message 中，使用所选的语言；旁边的 code 在任何语言下都相同。</translation>
    </message>
    <message>
        <source>Without a command a window opens.</source>
        <translation>不带命令时打开窗口。</translation>
    </message>
    <message>
        <source>ptp [PATH... | ptp://HOST[:PORT][#CODE] | --demo]</source>
        <translation>ptp [路径... | ptp://主机[:端口][#配对码] | --demo]</translation>
    </message>
    <message>
        <source>{help}.</source>
        <translation>{help}。</translation>
    </message>
</context>
<context>
    <name>preferences</name>
    <message>
        <source>A folder for each sender</source>
        <translation>每个发送方使用单独的文件夹</translation>
    </message>
    <message>
        <source>Can be found on this network</source>
        <translation>可在此网络中被发现</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>Computers near here</source>
        <translation>附近的电脑</translation>
    </message>
    <message>
        <source>Computers near here are told this one's name and address while it receives.</source>
        <translation>接收期间，附近的电脑可以看到本机的名称和地址。</translation>
    </message>
    <message>
        <source>Everyone needs the code once; after that the computer is known.</source>
        <translation>每个人只需输入一次配对码，之后该电脑即为已知。</translation>
    </message>
    <message>
        <source>Folder for received files</source>
        <translation>接收文件的文件夹</translation>
    </message>
    <message>
        <source>For the live view, the graphs and saved recordings; in memory, never the contents.</source>
        <translation>用于实时视图、图形和保存的记录；只存在内存中，从不包含文件内容。</translation>
    </message>
    <message>
        <source>From the next transfer on.</source>
        <translation>从下一个传输开始生效。</translation>
    </message>
    <message>
        <source>History of transfers</source>
        <translation>传输历史记录</translation>
    </message>
    <message>
        <source>If a name is in use</source>
        <translation>文件重名时</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Look for computers near here</source>
        <translation>查找附近的电脑</translation>
    </message>
    <message>
        <source>Name of this computer</source>
        <translation>本机名称</translation>
    </message>
    <message>
        <source>Named after the sender, with the beginning of its fingerprint.</source>
        <translation>以发送方的名称和指纹开头命名。</translation>
    </message>
    <message>
        <source>Names, sizes, times and computers, on this computer only. What is listed already stays.</source>
        <translation>名称、大小、时间和电脑，只保存在本机。已列出的记录会保留。</translation>
    </message>
    <message>
        <source>Notices while you look elsewhere</source>
        <translation>窗口不在前台时发出通知</translation>
    </message>
    <message>
        <source>Of all transfers together, in each direction.</source>
        <translation>每个方向上所有传输的总和。</translation>
    </message>
    <message>
        <source>Offers, what is done and what failed, shown by the desktop.</source>
        <translation>收到传输请求、传输完成或失败时，由桌面显示通知。</translation>
    </message>
    <message>
        <source>Others can send to this computer while PTP is open.</source>
        <translation>PTP 打开时，别人可以向本机发送。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Receive files</source>
        <translation>接收文件</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Sending and receiving</source>
        <translation>发送与接收</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Start when you log in</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>The others wait in the queue.</source>
        <translation>其余的在队列中等待。</translation>
    </message>
    <message>
        <source>The window opens anew.</source>
        <translation>窗口会重新打开。</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Transfers at once</source>
        <translation>同时传输的数量</translation>
    </message>
    <message>
        <source>Tray, notices and start</source>
        <translation>托盘、通知与启动</translation>
    </message>
    <message>
        <source>UDP. A firewall has to let it in.</source>
        <translation>UDP 端口，须在防火墙中放行。</translation>
    </message>
    <message>
        <source>Units of sizes</source>
        <translation>大小的单位</translation>
    </message>
    <message>
        <source>Units of speeds</source>
        <translation>速度的单位</translation>
    </message>
    <message>
        <source>What happens on each connection</source>
        <translation>每个连接上发生的事</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>记录的内容</translation>
    </message>
    <message>
        <source>What others see when they send to you or you to them.</source>
        <translation>与别人互相发送时，对方看到的名称。</translation>
    </message>
    <message>
        <source>Where the desktop has a tray PTP can stay there and go on receiving.</source>
        <translation>桌面有托盘时，PTP 可以留在托盘中继续接收。</translation>
    </message>
    <message>
        <source>Who may send</source>
        <translation>谁可以发送</translation>
    </message>
    <message>
        <source>Without its window; the tray shows it.</source>
        <translation>不显示窗口；在托盘中显示。</translation>
    </message>
    <message>
        <source>accept ask trust permission security stranger</source>
        <translation>接收 询问 信任 权限 安全 陌生</translation>
    </message>
    <message>
        <source>autostart boot login startup background</source>
        <translation>自启动 开机 登录 启动 后台</translation>
    </message>
    <message>
        <source>bandwidth rate throttle slow mbit</source>
        <translation>带宽 速率 限制 慢 mbit</translation>
    </message>
    <message>
        <source>bytes kilobyte binary decimal mib kib</source>
        <translation>字节 千字节 二进制 十进制 mib kib</translation>
    </message>
    <message>
        <source>conflict overwrite replace rename skip existing</source>
        <translation>冲突 覆盖 替换 重命名 跳过 已存在</translation>
    </message>
    <message>
        <source>device host call rename</source>
        <translation>设备 主机 名称 重命名</translation>
    </message>
    <message>
        <source>directory downloads save destination path</source>
        <translation>目录 下载 保存 目标 路径</translation>
    </message>
    <message>
        <source>directory sort person</source>
        <translation>目录 分类 个人</translation>
    </message>
    <message>
        <source>discovery announce mdns bonjour visible privacy</source>
        <translation>发现 广播 mdns bonjour 可见 隐私</translation>
    </message>
    <message>
        <source>discovery search find mdns bonjour network</source>
        <translation>发现 搜索 查找 mdns bonjour 网络</translation>
    </message>
    <message>
        <source>listen server on off</source>
        <translation>监听 服务器 开 关</translation>
    </message>
    <message>
        <source>live recording graph events trace memory</source>
        <translation>实时 记录 图形 事件 跟踪 内存</translation>
    </message>
    <message>
        <source>log privacy remember list</source>
        <translation>日志 隐私 记住 列表</translation>
    </message>
    <message>
        <source>notification message popup desktop alert</source>
        <translation>通知 消息 弹窗 桌面 提醒</translation>
    </message>
    <message>
        <source>queue parallel simultaneous number</source>
        <translation>队列 并行 同时 数量</translation>
    </message>
    <message>
        <source>rate bits bytes mbit bandwidth</source>
        <translation>速率 比特 字节 mbit 带宽</translation>
    </message>
    <message>
        <source>theme colour scheme appearance night</source>
        <translation>主题 颜色 配色 外观 夜间</translation>
    </message>
    <message>
        <source>translation english chinese locale</source>
        <translation>翻译 英文 中文 english chinese 区域</translation>
    </message>
    <message>
        <source>tray background minimise quit exit stay</source>
        <translation>托盘 后台 最小化 退出 留下</translation>
    </message>
    <message>
        <source>udp firewall network 7700 listen router</source>
        <translation>udp 防火墙 网络 7700 监听 路由器</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message numerus="yes">
        <source>%n transfer(s) are still running.</source>
        <translation><numerusform>还有 %n 个传输正在进行。</numerusform></translation>
    </message>
    <message>
        <source>&amp;Clear all</source>
        <translation>全部清除(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Close PTP</source>
        <translation>关闭 PTP(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Do not close</source>
        <translation>不关闭(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Keep in the tray</source>
        <translation>留在托盘(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Quit PTP</source>
        <translation>退出 PTP(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>不关闭(&amp;S)</translation>
    </message>
    <message>
        <source>Clear the history?</source>
        <translation>清除历史记录？</translation>
    </message>
    <message>
        <source>Close PTP?</source>
        <translation>关闭 PTP？</translation>
    </message>
    <message>
        <source>Close the window?</source>
        <translation>关闭窗口？</translation>
    </message>
    <message>
        <source>Closing ends what is running, and the other side is told. What you send goes on when PTP is opened again.</source>
        <translation>关闭会中止正在进行的传输，并通知对方。您发送的内容会在下次打开 PTP 时继续。</translation>
    </message>
    <message>
        <source>Everything that is listed here is forgotten.</source>
        <translation>这里列出的所有记录都会被删除。</translation>
    </message>
    <message>
        <source>Files are still on their way. Shall PTP go on in the tray?</source>
        <translation>仍有文件在传输。要让 PTP 在托盘中继续吗？</translation>
    </message>
    <message>
        <source>PTP remembers your answer; you can change it in the settings.</source>
        <translation>PTP 会记住您的选择；可以在设置中更改。</translation>
    </message>
    <message>
        <source>Shall PTP go on in the tray, so that others can send to this computer?</source>
        <translation>要让 PTP 留在托盘中，以便别人能向本机发送吗？</translation>
    </message>
    <message>
        <source>Your files stay where they are.</source>
        <translation>您的文件不受影响。</translation>
    </message>
    <message>
        <source>{0} is still on its way from {1}.</source>
        <translation>仍在从 {1} 接收 {0}。</translation>
    </message>
    <message>
        <source>{0} is still on its way to {1}.</source>
        <translation>仍在向 {1} 发送 {0}。</translation>
    </message>
</context>
<context>
    <name>recording</name>
    <message>
        <source>A duplicate acknowledgement: {start} is still missing.</source>
        <translation>重复确认：{start} 仍然缺失。</translation>
    </message>
    <message>
        <source>A segment holds {value} bytes from now on.</source>
        <translation>从现在起每个报文段携带 {value} 字节。</translation>
    </message>
    <message>
        <source>Acknowledged behind a gap: {bytes} bytes from {start}.</source>
        <translation>选择确认（前面有空洞）：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Arrived after all, though taken for lost: {bytes} bytes from {start}. The reaction is undone.</source>
        <translation>曾判为丢失，其实已到达：从 {start} 起 {bytes} 字节。撤销所作的反应。</translation>
    </message>
    <message>
        <source>Arrived out of order and was thrown away: {bytes} bytes from {start}.</source>
        <translation>乱序到达，已丢弃：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Arrived though it brought nothing new: {bytes} bytes from {start}.</source>
        <translation>重复到达，没有新数据：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Arrived: {bytes} bytes from {start}.</source>
        <translation>到达：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Arrived: {packet}. It acknowledges everything before {acknowledgement}.</source>
        <translation>到达：{packet}。它确认了 {acknowledgement} 之前的所有数据。</translation>
    </message>
    <message>
        <source>Congestion window, in flight, receiver's window</source>
        <translation>拥塞窗口、在途数据、接收窗口</translation>
    </message>
    <message>
        <source>Dropped by the conditioner ({fault}): {packet}, {bytes} bytes from {start}.</source>
        <translation>被链路调节器丢弃（{fault}）：{packet}，从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Everything before {stop} is acknowledged, {bytes} bytes more than before.</source>
        <translation>{stop} 之前的数据都已确认，比之前多 {bytes} 字节。</translation>
    </message>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>Go-Back-N</source>
        <translation>后退 N 帧</translation>
    </message>
    <message>
        <source>Goodput and sending rate</source>
        <translation>有效吞吐量与发送速率</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>Queue of the conditioned link</source>
        <translation>受调节链路的队列</translation>
    </message>
    <message>
        <source>RACK</source>
        <translation>RACK</translation>
    </message>
    <message>
        <source>RTT, minimum</source>
        <translation>往返时间，最小</translation>
    </message>
    <message>
        <source>RTT, smoothed</source>
        <translation>往返时间，平滑</translation>
    </message>
    <message>
        <source>Receive buffer</source>
        <translation>接收缓冲区</translation>
    </message>
    <message>
        <source>Round-trip time and time-out</source>
        <translation>往返时间与超时重传时间</translation>
    </message>
    <message>
        <source>SYN</source>
        <translation>SYN</translation>
    </message>
    <message>
        <source>SYN+ACK</source>
        <translation>SYN+ACK</translation>
    </message>
    <message>
        <source>Send buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>Sent again at the silent end: {bytes} bytes from {start}. {text}</source>
        <translation>尾部探测重传：从 {start} 起 {bytes} 字节。{text}</translation>
    </message>
    <message>
        <source>Sent again because the timer had run out: {bytes} bytes from {start}. {text}</source>
        <translation>超时重传：从 {start} 起 {bytes} 字节。{text}</translation>
    </message>
    <message>
        <source>Sent again before the timer ran out: {bytes} bytes from {start}. {text}</source>
        <translation>超时前重传：从 {start} 起 {bytes} 字节。{text}</translation>
    </message>
    <message>
        <source>Sent again, by cause</source>
        <translation>重传（按原因）</translation>
    </message>
    <message>
        <source>Sent for the first time: {bytes} bytes from {start}.</source>
        <translation>首次发送：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Sent: {packet}. It acknowledges everything before {acknowledgement}.</source>
        <translation>发送：{packet}。它确认了 {acknowledgement} 之前的所有数据。</translation>
    </message>
    <message>
        <source>Silence: the newest segment is to be sent once more, before the timer runs out.</source>
        <translation>没有应答：在定时器超时之前，把最新的报文段再发一次。</translation>
    </message>
    <message>
        <source>Taken for lost at the third duplicate acknowledgement: {bytes} bytes from {start}.</source>
        <translation>收到第三个重复确认，判为丢失：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Taken for lost, since one that was sent later has arrived and time enough has passed: {bytes} bytes from {start}.</source>
        <translation>后发的已到达且已过足够时间，判为丢失：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Taken for lost, since the timer has run out: {bytes} bytes from {start}.</source>
        <translation>定时器超时，判为丢失：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>Taken for lost, since three packets that were sent later have arrived: {bytes} bytes from {start}.</source>
        <translation>其后发送的三个分组已到达，判为丢失：从 {start} 起 {bytes} 字节。</translation>
    </message>
    <message>
        <source>The conditioner was changed: {text}.</source>
        <translation>链路调节器已更改：{text}。</translation>
    </message>
    <message>
        <source>The congestion control goes over to: {text}.</source>
        <translation>拥塞控制转入：{text}。</translation>
    </message>
    <message>
        <source>The congestion window is {value} bytes.</source>
        <translation>拥塞窗口为 {value} 字节。</translation>
    </message>
    <message>
        <source>The connection is now: {text}.</source>
        <translation>连接状态变为：{text}。</translation>
    </message>
    <message>
        <source>The receiver has room up to {stop}: a window of {bytes} bytes.</source>
        <translation>接收方可以接收到 {stop} 为止：窗口 {bytes} 字节。</translation>
    </message>
    <message>
        <source>The receiver's program has taken {bytes} bytes from {start} out of the receive buffer.</source>
        <translation>接收方程序从接收缓冲区取走了从 {start} 起的 {bytes} 字节。</translation>
    </message>
    <message>
        <source>The sender's program has put {bytes} bytes from {start} into the send buffer.</source>
        <translation>发送方程序向发送缓冲区放入了从 {start} 起的 {bytes} 字节。</translation>
    </message>
    <message>
        <source>The timer has run out without news: the oldest segment goes again.</source>
        <translation>定时器超时而没有新确认：重传最早的报文段。</translation>
    </message>
    <message>
        <source>The timer starts anew, since new data was acknowledged, and runs for {value} s.</source>
        <translation>新数据得到确认，定时器重新启动，时长 {value} 秒。</translation>
    </message>
    <message>
        <source>The timer starts with a segment that is sent, and runs for {value} s.</source>
        <translation>随报文段的发送启动定时器，时长 {value} 秒。</translation>
    </message>
    <message>
        <source>The timer stops: nothing is on its way any more.</source>
        <translation>定时器停止：没有在途数据了。</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>累计</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>acknowledged behind a gap</source>
        <translation>选择确认</translation>
    </message>
    <message>
        <source>acknowledgement</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>arrived, nothing new</source>
        <translation>到达，无新数据</translation>
    </message>
    <message>
        <source>at the end, a second copy</source>
        <translation>在末尾再发一份</translation>
    </message>
    <message>
        <source>before the time-out</source>
        <translation>超时前重传</translation>
    </message>
    <message>
        <source>burst</source>
        <translation>突发丢包</translation>
    </message>
    <message>
        <source>bursts of loss</source>
        <translation>突发丢包</translation>
    </message>
    <message>
        <source>by time-out</source>
        <translation>超时重传</translation>
    </message>
    <message>
        <source>bytes acknowledged</source>
        <translation>已确认字节</translation>
    </message>
    <message>
        <source>bytes received in order</source>
        <translation>按序收到的字节</translation>
    </message>
    <message>
        <source>bytes sent</source>
        <translation>已发送字节</translation>
    </message>
    <message>
        <source>bytes sent, again or not</source>
        <translation>发送的字节，含重传</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>人为丢弃</translation>
    </message>
    <message>
        <source>close-wait</source>
        <translation>CLOSE-WAIT（关闭等待）</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>CLOSED（已关闭）</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>CLOSING（正在关闭）</translation>
    </message>
    <message>
        <source>congestion avoidance</source>
        <translation>拥塞避免</translation>
    </message>
    <message>
        <source>congestion window</source>
        <translation>拥塞窗口</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>随机丢包</translation>
    </message>
    <message>
        <source>dropped by the conditioner</source>
        <translation>被链路调节器丢弃</translation>
    </message>
    <message>
        <source>duplicate acknowledgements</source>
        <translation>重复确认</translation>
    </message>
    <message>
        <source>duplicate segments</source>
        <translation>重复报文段</translation>
    </message>
    <message>
        <source>duplicated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>end of the receive buffer</source>
        <translation>接收缓冲区末端</translation>
    </message>
    <message>
        <source>established</source>
        <translation>ESTABLISHED（已建立连接）</translation>
    </message>
    <message>
        <source>fast retransmit</source>
        <translation>快速重传</translation>
    </message>
    <message>
        <source>fin-wait-1</source>
        <translation>FIN-WAIT-1（终止等待 1）</translation>
    </message>
    <message>
        <source>fin-wait-2</source>
        <translation>FIN-WAIT-2（终止等待 2）</translation>
    </message>
    <message>
        <source>fixed window</source>
        <translation>固定窗口</translation>
    </message>
    <message>
        <source>goodput</source>
        <translation>有效吞吐量</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>its size</source>
        <translation>其大小</translation>
    </message>
    <message>
        <source>jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>last-ack</source>
        <translation>LAST-ACK（最后确认）</translation>
    </message>
    <message>
        <source>length of a burst</source>
        <translation>突发长度</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>丢包</translation>
    </message>
    <message>
        <source>lost: what was sent later has arrived</source>
        <translation>判为丢失：后发的已到达</translation>
    </message>
    <message>
        <source>mtu</source>
        <translation>超过 MTU</translation>
    </message>
    <message>
        <source>needlessly</source>
        <translation>虚假重传</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>pacing rate</source>
        <translation>平滑发送速率</translation>
    </message>
    <message>
        <source>packet threshold</source>
        <translation>分组阈值</translation>
    </message>
    <message>
        <source>path MTU discovery</source>
        <translation>路径 MTU 发现</translation>
    </message>
    <message>
        <source>probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>probe-rtt</source>
        <translation>探测往返时间</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>队列已满</translation>
    </message>
    <message>
        <source>queue before the link</source>
        <translation>链路前的队列</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>receive buffer</source>
        <translation>接收缓冲区</translation>
    </message>
    <message>
        <source>receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>receiver's window</source>
        <translation>接收窗口</translation>
    </message>
    <message>
        <source>reordered</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>segment size</source>
        <translation>报文段大小</translation>
    </message>
    <message>
        <source>segments received</source>
        <translation>收到的报文段</translation>
    </message>
    <message>
        <source>segments sent</source>
        <translation>发送的报文段</translation>
    </message>
    <message>
        <source>send buffer</source>
        <translation>发送缓冲区</translation>
    </message>
    <message>
        <source>sender</source>
        <translation>发送方</translation>
    </message>
    <message>
        <source>sending rate</source>
        <translation>发送速率</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>sent again by time-out</source>
        <translation>超时重传</translation>
    </message>
    <message>
        <source>silence: the newest segment once more</source>
        <translation>没有应答：把最新的报文段再发一次</translation>
    </message>
    <message>
        <source>slow start</source>
        <translation>慢启动</translation>
    </message>
    <message>
        <source>start-up</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>syn-received</source>
        <translation>SYN-RECEIVED（同步已收到）</translation>
    </message>
    <message>
        <source>syn-sent</source>
        <translation>SYN-SENT（同步已发送）</translation>
    </message>
    <message>
        <source>tail loss probe</source>
        <translation>尾部丢失探测</translation>
    </message>
    <message>
        <source>third duplicate acknowledgement of {number}</source>
        <translation>收到 {number} 的第三个重复确认</translation>
    </message>
    <message>
        <source>time-out (RTO)</source>
        <translation>超时重传时间 (RTO)</translation>
    </message>
    <message>
        <source>time-out of segment {number} for itself</source>
        <translation>报文段 {number} 单独超时</translation>
    </message>
    <message>
        <source>time-out, {time} ms after the last news</source>
        <translation>最近一次新确认之后 {time} 毫秒超时</translation>
    </message>
    <message>
        <source>time-out, {time} ms after the timer was restarted</source>
        <translation>定时器重新启动之后 {time} 毫秒超时</translation>
    </message>
    <message>
        <source>time-out, {time} ms after the timer was started</source>
        <translation>定时器启动之后 {time} 毫秒超时</translation>
    </message>
    <message>
        <source>time-wait</source>
        <translation>TIME-WAIT（时间等待）</translation>
    </message>
    <message>
        <source>timer, time left</source>
        <translation>定时器剩余时间</translation>
    </message>
    <message>
        <source>undoing a needless reaction</source>
        <translation>撤销不必要的反应</translation>
    </message>
    <message>
        <source>went back to {number}</source>
        <translation>退回到 {number}</translation>
    </message>
    <message>
        <source>{0} s, at the {1}</source>
        <translation>{0} 秒，{1}</translation>
    </message>
    <message>
        <source>{remark}: {number} sent again</source>
        <translation>{remark}：重传 {number}</translation>
    </message>
</context>
<context>
    <name>shortcuts</name>
    <message>
        <source>A tab of the details or the results, from the left</source>
        <translation>详细信息或结果中从左数的标签页</translation>
    </message>
    <message>
        <source>A tab, from the left</source>
        <translation>从左数的标签页</translation>
    </message>
    <message>
        <source>About PTP</source>
        <translation>关于 PTP</translation>
    </message>
    <message>
        <source>All that can be done with a transfer</source>
        <translation>对一个传输能做的所有操作</translation>
    </message>
    <message>
        <source>Back by a part of the picture</source>
        <translation>后退一段</translation>
    </message>
    <message>
        <source>Back by a tenth of the picture</source>
        <translation>后退画面的十分之一</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>取消正在进行的</translation>
    </message>
    <message>
        <source>Cancel what runs, remove what has ended</source>
        <translation>取消正在进行的，移除已结束的</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose no segment</source>
        <translation>取消选择报文段</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy the entry</source>
        <translation>复制该条记录</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Everywhere in the window</source>
        <translation>窗口中任何位置</translation>
    </message>
    <message>
        <source>Go to the transfers</source>
        <translation>转到传输列表</translation>
    </message>
    <message>
        <source>Handbook</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>历史记录…</translation>
    </message>
    <message>
        <source>In a graph of segments, besides</source>
        <translation>此外，在报文段图中</translation>
    </message>
    <message>
        <source>In curves, graphs and buffers</source>
        <translation>在曲线、图形和缓冲区中</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>在历史记录中</translation>
    </message>
    <message>
        <source>In the list of transfers</source>
        <translation>在传输列表中</translation>
    </message>
    <message>
        <source>In the window of a recording</source>
        <translation>在记录窗口中</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>按键…</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>Lift the pen, or let it down</source>
        <translation>抬笔或落笔</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>On by a part of the picture</source>
        <translation>前进一段</translation>
    </message>
    <message>
        <source>On by a tenth of the picture</source>
        <translation>前进画面的十分之一</translation>
    </message>
    <message>
        <source>Open exercise…</source>
        <translation>打开练习…</translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation>打开记录…</translation>
    </message>
    <message>
        <source>Paste files, a link or a text</source>
        <translation>粘贴文件、链接或文本</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>暂停或继续</translation>
    </message>
    <message>
        <source>Play, or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Remove the entry</source>
        <translation>移除该条记录</translation>
    </message>
    <message>
        <source>Save a picture of this view…</source>
        <translation>把此视图保存为图片…</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save recording…</source>
        <translation>保存记录…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send earlier</source>
        <translation>提前发送</translation>
    </message>
    <message>
        <source>Send later</source>
        <translation>延后发送</translation>
    </message>
    <message>
        <source>Send text…</source>
        <translation>发送文本…</translation>
    </message>
    <message>
        <source>Send, or run</source>
        <translation>发送，或运行</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详细信息</translation>
    </message>
    <message>
        <source>Show the details</source>
        <translation>显示详细信息</translation>
    </message>
    <message>
        <source>Show the details, or hide them</source>
        <translation>显示或隐藏详细信息</translation>
    </message>
    <message>
        <source>Show what was received: in its folder, or a text</source>
        <translation>查看收到的内容：在文件夹中显示，或查看文本</translation>
    </message>
    <message>
        <source>The pen down</source>
        <translation>笔向下</translation>
    </message>
    <message>
        <source>The pen to the left; ten times as far with Shift</source>
        <translation>笔向左；按住 Shift 移动十倍距离</translation>
    </message>
    <message>
        <source>The pen to the right</source>
        <translation>笔向右</translation>
    </message>
    <message>
        <source>The pen up</source>
        <translation>笔向上</translation>
    </message>
    <message>
        <source>This computer and those it knows…</source>
        <translation>本机与已知电脑…</translation>
    </message>
    <message>
        <source>To the beginning</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>To the end, and on with it while it runs</source>
        <translation>到末尾，运行时随之前进</translation>
    </message>
    <message>
        <source>To the event before</source>
        <translation>上一个事件</translation>
    </message>
    <message>
        <source>To the next event</source>
        <translation>下一个事件</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Where a curve is drawn beforehand</source>
        <translation>在预先画曲线处</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
</context>
<context>
    <name>staying</name>
    <message>
        <source>A text from {0}</source>
        <translation>来自 {0} 的文本</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>From {0}, {1}</source>
        <translation>来自 {0}，{1}</translation>
    </message>
    <message>
        <source>New to this computer: {0}</source>
        <translation>首次连接：{0}</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>没有说明原因。</translation>
    </message>
    <message>
        <source>Not enough room: {0} needed, {1} free.</source>
        <translation>空间不足：需要 {0}，可用 {1}。</translation>
    </message>
    <message>
        <source>PTP</source>
        <translation>PTP</translation>
    </message>
    <message>
        <source>PTP: ready to receive</source>
        <translation>PTP：可以接收</translation>
    </message>
    <message>
        <source>PTP: {0}, {1}</source>
        <translation>PTP：{0}，{1}</translation>
    </message>
    <message>
        <source>PTP: {0}, {1}, {2} left</source>
        <translation>PTP：{0}，{1}，剩余 {2}</translation>
    </message>
    <message>
        <source>Sent to {0}, {1}</source>
        <translation>已发送到 {0}，{1}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Something of that name is there already: choose in the window.</source>
        <translation>已有同名内容：请在窗口中选择。</translation>
    </message>
    <message>
        <source>The disk is full: {0} waits</source>
        <translation>磁盘已满：{0} 正在等待</translation>
    </message>
    <message>
        <source>Will be saved to {0}</source>
        <translation>将保存到 {0}</translation>
    </message>
    <message>
        <source>{0} has arrived</source>
        <translation>{0} 已送达</translation>
    </message>
    <message>
        <source>{0} is saved</source>
        <translation>{0} 已保存</translation>
    </message>
    <message>
        <source>{0} wants to send you {1}</source>
        <translation>{0} 想发给您{1}</translation>
    </message>
    <message numerus="yes">
        <source>{count} transfers are done</source>
        <translation><numerusform>{count} 个传输已完成</numerusform></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Classroom profile on</source>
        <translation>课堂配置已开启</translation>
    </message>
    <message>
        <source>Classroom profile on: no more than {0} at a time</source>
        <translation>课堂配置已开启：同时在途的数据不超过 {0}</translation>
    </message>
    <message>
        <source>Conditioner on at {0}, for what comes from there</source>
        <translation>{0} 的链路调节器已开启，影响来自它的数据</translation>
    </message>
    <message>
        <source>Conditioner on: {0}</source>
        <translation>链路调节器已开启：{0}</translation>
    </message>
    <message>
        <source>Conditioner still on for {0}: {1}</source>
        <translation>链路调节器对 {0} 仍然开启：{1}</translation>
    </message>
    <message>
        <source>Limited by a speed limit that is set on this computer (this transfer's own: {0}).</source>
        <translation>受本机设置的限速约束（此传输的限速：{0}）。</translation>
    </message>
    <message>
        <source>Limited by the link conditioner, which is on.</source>
        <translation>受已开启的链路调节器限制。</translation>
    </message>
    <message>
        <source>Limited by the path between the two computers.</source>
        <translation>受两台电脑之间的路径限制。</translation>
    </message>
    <message>
        <source>Limited by the path: {0}.</source>
        <translation>受路径限制：{0}。</translation>
    </message>
    <message>
        <source>Limited by the receiver's buffer: all that it has room for is on its way.</source>
        <translation>受接收缓冲区限制：它能容纳的数据都已在途。</translation>
    </message>
    <message>
        <source>Limited by the receiver's disk: it writes more slowly than data arrives.</source>
        <translation>受接收方磁盘限制：写入比数据到达慢。</translation>
    </message>
    <message>
        <source>Limited by the receiver's processor: it has no time to take in more.</source>
        <translation>受接收方处理器限制：来不及接收更多。</translation>
    </message>
    <message>
        <source>Limited by the speed limit of all transfers, which is set on this computer.</source>
        <translation>受本机设置的总限速约束。</translation>
    </message>
    <message>
        <source>Limited by the window: all that may be in flight is in flight.</source>
        <translation>受窗口限制：允许在途的数据都已在途。</translation>
    </message>
    <message>
        <source>Limited by this computer's disk: the send buffer runs empty.</source>
        <translation>受本机磁盘限制：发送缓冲区已空。</translation>
    </message>
    <message>
        <source>Limited by this computer's processor: it has no time to send more.</source>
        <translation>受本机处理器限制：来不及发送更多。</translation>
    </message>
    <message>
        <source>No file is across.</source>
        <translation>没有文件送达。</translation>
    </message>
    <message>
        <source>Nothing has been sent again. {0}</source>
        <translation>没有重传过任何内容。{0}</translation>
    </message>
    <message>
        <source>Nothing limits the transfer now.</source>
        <translation>目前没有什么限制传输。</translation>
    </message>
    <message>
        <source>Receiving. What limits the transfer is seen best at the sender.</source>
        <translation>正在接收。限制传输的因素在发送方看得最清楚。</translation>
    </message>
    <message>
        <source>Resumed at {0} %, {1} sent again.</source>
        <translation>从 {0}% 处继续，重发了 {1}。</translation>
    </message>
    <message>
        <source>Segment logs are written in {0}</source>
        <translation>报文段日志写入 {0}</translation>
    </message>
    <message>
        <source>The files are counted as soon as the other side has said yes.</source>
        <translation>对方同意后才会统计文件数量。</translation>
    </message>
    <message>
        <source>The timer: off.</source>
        <translation>定时器：已停止。</translation>
    </message>
    <message>
        <source>The timer: running for {0} s, runs out in {1} s.</source>
        <translation>定时器：已计时 {0} 秒，{1} 秒后超时。</translation>
    </message>
    <message>
        <source>The transfer</source>
        <translation>此传输</translation>
    </message>
    <message>
        <source>The transfer failed.</source>
        <translation>传输失败。</translation>
    </message>
    <message>
        <source>a file</source>
        <translation>一个文件</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>一个文件夹</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>一段文本</translation>
    </message>
    <message>
        <source>a text, {0}</source>
        <translation>一段文本，{0}</translation>
    </message>
    <message>
        <source>arrived and verified</source>
        <translation>已送达并校验</translation>
    </message>
    <message>
        <source>at least {0}</source>
        <translation>至少 {0}</translation>
    </message>
    <message numerus="yes">
        <source>at least {count} files</source>
        <translation><numerusform>至少 {count} 个文件</numerusform></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>failed: {0}</source>
        <translation>失败：{0}</translation>
    </message>
    <message>
        <source>making sure who it is</source>
        <translation>正在确认身份</translation>
    </message>
    <message>
        <source>no answer from {0}</source>
        <translation>{0} 没有应答</translation>
    </message>
    <message>
        <source>no answer from {0}; the link conditioner is on</source>
        <translation>{0} 没有应答；链路调节器已开启</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>没有说明原因</translation>
    </message>
    <message>
        <source>nothing comes from {0}</source>
        <translation>没有收到 {0} 的数据</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>paused at {0}</source>
        <translation>已暂停，进度 {0}</translation>
    </message>
    <message>
        <source>receiving</source>
        <translation>正在接收</translation>
    </message>
    <message>
        <source>saved and verified</source>
        <translation>已保存并校验</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>stalled for {0}: {1}</source>
        <translation>已停滞 {0}：{1}</translation>
    </message>
    <message>
        <source>the disk of {0} does not keep up</source>
        <translation>{0} 的磁盘跟不上</translation>
    </message>
    <message>
        <source>this computer's disk does not keep up</source>
        <translation>本机磁盘跟不上</translation>
    </message>
    <message>
        <source>this computer's disk gives nothing to send</source>
        <translation>本机磁盘没有读出数据</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>verified, nothing was sent</source>
        <translation>已校验，无需发送</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>waiting for the other side to accept</source>
        <translation>等待对方同意</translation>
    </message>
    <message>
        <source>waiting for your answer</source>
        <translation>等待您的答复</translation>
    </message>
    <message>
        <source>waiting in the queue</source>
        <translation>在队列中等待</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>{0} [{1}]</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}和 {1}</translation>
    </message>
    <message>
        <source>{0} answers, but what is sent does not come through</source>
        <translation>{0} 有应答，但发送的数据没有送达</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0}，来自 {1}</translation>
    </message>
    <message>
        <source>{0} in less than 0.1 s</source>
        <translation>{0}，用时不到 0.1 秒</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{0}，用时 {1}</translation>
    </message>
    <message>
        <source>{0} in {1}, {2}</source>
        <translation>{0}，用时 {1}，{2}</translation>
    </message>
    <message>
        <source>{0} sent again</source>
        <translation>重传 {0}</translation>
    </message>
    <message>
        <source>{0} takes nothing more, its buffer is full</source>
        <translation>{0} 的缓冲区已满，不再接收</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} 发往 {1}</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>{0}.</source>
        <translation>{0}。</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}。{1}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0}: {1}, {2}</source>
        <translation>{0}：{1}，{2}</translation>
    </message>
    <message>
        <source>{0}: {1}.</source>
        <translation>{0}：{1}。</translation>
    </message>
    <message numerus="yes">
        <source>{count} are not across</source>
        <translation><numerusform>{count} 个未送达</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{count} characters</source>
        <translation><numerusform>{count} 个字符</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{count} files</source>
        <translation><numerusform>{count} 个文件</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{count} files in all</source>
        <translation><numerusform>共 {count} 个文件</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{count} folders</source>
        <translation><numerusform>{count} 个文件夹</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{count} of them were there already</source>
        <translation><numerusform>其中 {count} 个原已存在</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{done} of {count} files are saved and verified</source>
        <translation><numerusform>{count} 个文件中有 {done} 个已保存并校验</numerusform></translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等，另有 {count} 个</translation>
    </message>
</context>
</TS>
