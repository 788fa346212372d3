"""The words in other languages: Qt Linguist's sources, what Qt reads, and a catalogue that needs no Qt."""
