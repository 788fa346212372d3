<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AddressField</name>
    <message numerus="yes">
        <source>To %n recipient(s), one transfer each</source>
        <translation><numerusform>To %n recipient</numerusform><numerusform>To %n recipients, one transfer each</numerusform></translation>
    </message>
</context>
<context>
    <name>BufferGauge</name>
    <message numerus="yes">
        <source>%n hole(s), {0} missing</source>
        <translation><numerusform>%n hole, {0} missing</numerusform><numerusform>%n holes, {0} missing</numerusform></translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message numerus="yes">
        <source>%n event(s) are listed.</source>
        <translation><numerusform>%n event is listed.</numerusform><numerusform>%n events are listed.</numerusform></translation>
    </message>
</context>
<context>
    <name>OfferSheet</name>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation><numerusform>%n more waiting</numerusform><numerusform>%n more waiting</numerusform></translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation><numerusform>%n file</numerusform><numerusform>%n files</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), {0} in {1}.</source>
        <translation><numerusform>%n file, {0} in {1}.</numerusform><numerusform>%n files, {0} in {1}.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{0}: %n fault(s) ({1}).</source>
        <translation><numerusform>{0}: %n fault ({1}).</numerusform><numerusform>{0}: %n faults ({1}).</numerusform></translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message numerus="yes">
        <source>%n transfer(s) are still running.</source>
        <translation><numerusform>%n transfer is still running.</numerusform><numerusform>%n transfers are still running.</numerusform></translation>
    </message>
</context>
</TS>
