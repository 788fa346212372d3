"""PTP stays: the tray, notices, the taskbar's progress, the start at login, and one window for all starts."""
