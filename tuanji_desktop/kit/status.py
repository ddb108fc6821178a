"""The right end of the status bar: what is being done, how far it is, and a way to stop it."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.jobs import JobInfo, Jobs
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.style import scaled

SHOWN_AFTER_MS = 300


class JobStatus(QWidget):
    """Shows the oldest running job that has words; what is over within 0.3 s never flickers up."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_status")
        self.setAccessibleName("任务进度")
        self._jobs = jobs
        self._running: dict[int, JobInfo] = {}
        self._words = label("", name="job_words", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("job_bar")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(scaled(120))
        self._cancel = QToolButton(self)
        self._cancel.setObjectName("job_cancel")
        self._cancel.setIcon(icon("close", "muted"))
        self._cancel.setIconSize(QSize(scaled(14), scaled(14)))
        self._cancel.clicked.connect(self._cancel_shown)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._words, self._bar, self._cancel):
            layout.addWidget(widget)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SHOWN_AFTER_MS)
        self._soon.timeout.connect(self.show)
        self.hide()
        jobs.started.connect(self._took_note)
        jobs.progressed.connect(self._took_note)
        jobs.finished.connect(self._finished)

    def _took_note(self, info: JobInfo) -> None:
        self._running[info.number] = info
        self._tell()
        if self.isHidden() and not self._soon.isActive():
            self._soon.start()

    def _finished(self, info: JobInfo) -> None:
        self._running.pop(info.number, None)
        if self._running:
            self._tell()
        else:
            self._soon.stop()
            self.hide()

    def _tell(self) -> None:
        info = self._running[min(self._running)]
        words = f"{info.words}：{info.text}" if info.text else info.words
        if info.total:
            words += f"  {info.done:,} / {info.total:,}"
        waiting = len(self._running) - 1
        if waiting:
            words += f"（还有 {waiting} 项）"
        self._words.setText(words)
        self._bar.setRange(0, 1000 if info.total else 0)
        self._bar.setValue(info.done * 1000 // info.total if info.total else 0)
        self._cancel.setVisible(info.cancellable)
        self._cancel.setEnabled(True)
        self._cancel.setAccessibleName(f"取消：{info.words}")
        self._cancel.setToolTip(f"取消：{info.words}")

    def _cancel_shown(self) -> None:
        if self._running:
            self._jobs.cancel(min(self._running))
            self._words.setText("正在取消……")
            self._cancel.setEnabled(False)
