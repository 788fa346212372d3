"""The parts that the window is made of: each draws and asks, none knows of threads. Only the GUI thread may call them.

    ThreeToneProgressBar    set_progress(total, sent, acknowledged, verified), show_end(Meaning | None), clear()
    ChosenChips             show_paths(paths, folders), show_totals(path, totals), place(width)
                            signal: remove_wanted(object: Path)
    BufferGauge(title)      set_level(used_bytes, capacity_bytes, *, out_of_order_bytes=0, holes=()), clear()
    DropArea                paths() -> list[Path], add_paths(paths), paste() -> bool, choose(), choose_folder(),
                            words(), clear()
                            signals: paths_changed(object: list[Path]), refused(str: a sentence for a person),
                            link_taken(object: PtpLink), address_taken(str), text_taken(str)
    ThisComputer            set_name(name), show_reachable(Reachable): the card about this computer
    NearbyStrip             show_computers(list[Computer]): tiles; signals: picked, dropped(Computer, Dropped)
    TransfersPanel          the card with the TransferList, its buttons, and what it says while it is empty
    AddressField            address() -> PeerAddress | None, text(), set_text(text), remember(list[str])
                            signals: address_changed(object: PeerAddress | None), submitted()
    CodeField               code() -> str | None (None while empty or not a code), text(), set_text(text), is_empty()
                            signals: code_changed(object: str | None), submitted()
    CodeDisplay             set_code(code), code() -> str; signal: new_code_requested()
    TransferList            update_snapshot(snapshot), remove(transfer_id), remove_finished(), select(transfer_id),
                            selected_id() -> int | None, snapshots() -> list[TransferSnapshot]
                            signals: selection_changed(object: int | None), cancel_requested(object: int),
                            removed(object: int), show_in_folder_requested(object: Path), details_requested()
    OfferSheet              add_offer(details), withdraw(transfer_id), pending() -> int; hidden when nothing is asked
                            signal: answered(object: int transfer_id, object: OfferAnswer)
    MessageBar              show_error(message, hint="", details="", about=None), show_problem(PtpError, ...),
                            show_notice(message, hint=""), settle(about), dismiss(), text(); hidden when there is
                            nothing to say
    Overlay(parent, *parts) lays what is said and asked over its parent, and moves nothing
    DetailsPanel            update_snapshot(snapshot, recording) for any transfer, show_transfer(transfer_id | None),
                            forget(transfer_id), description() -> str
    FilesTab                show_snapshot(snapshot | None), description() -> str
    IconButton(icon, name)  a QToolButton with an icon of app.theme that follows light and dark

Numbers cross signals as Python objects: Qt's int has 32 bits. Times are monotonic seconds. Modules are named after
their class (ThreeToneProgressBar lives in progress_bar). Words: app.widgets.words; numbers: app.formatting; colours,
fonts, icons, grid: app.theme.
"""
