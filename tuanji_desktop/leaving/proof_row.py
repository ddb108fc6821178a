"""A paper that an act needs: chosen from a file or dropped here, shown by its name."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ..kit.dialogs import ask_open_path
from ..kit.labels import label, restyled
from ..office.archive import Attachment
from ..rules.policy import Proof

_PAPERS = (".pdf", ".jpg", ".jpeg", ".png", ".doc", ".docx", ".wps", ".ofd", ".txt")
_NONE = "未选择，可把文件拖到这里"


class ProofRow(QWidget):
    """One proof of a door; `*` marks the one that the act cannot do without."""

    changed = Signal()

    def __init__(self, proof: Proof, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"proof_{proof.code}")
        self.setAccessibleName(proof.label)
        self.setAcceptDrops(True)
        self.proof = proof
        self.path: Path | None = None
        star = " *" if proof.required else ""
        self._caption = label(proof.label + star, name=f"proof_label_{proof.code}", parent=self)
        self._file = label(_NONE, role="small", name=f"proof_file_{proof.code}", parent=self)
        self._file.setWordWrap(True)
        self._pick = self._button("pick", "选择文件…", f"选择{proof.label}的文件")
        self._pick.clicked.connect(self._choose)
        self._drop = self._button("drop", "去掉", f"去掉{proof.label}")
        self._drop.clicked.connect(lambda: self.take(None))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(self._caption, 0, 0)
        layout.addWidget(self._pick, 0, 1)
        layout.addWidget(self._drop, 0, 2)
        layout.addWidget(self._file, 1, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self.take(None)

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """In the order of Tab."""
        return self._pick, self._drop

    def take(self, path: Path | None) -> None:
        """Takes a file, or none."""
        self.path = path
        self._file.setText(path.name if path else _NONE)
        self._drop.setVisible(path is not None)
        lacking = self.proof.required and path is None
        restyled(self._caption, "role", "missing" if lacking else "")
        self.setAccessibleDescription(path.name if path else "未选择")
        self.changed.emit()

    def attachment(self) -> Attachment | None:
        """What goes with the act."""
        return Attachment(self.proof.code, self.path, self.path.name) if self.path else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self.take(Path(event.mimeData().urls()[0].toLocalFile()))

    def _choose(self) -> None:
        path = ask_open_path(
            self,
            title=f"选择{self.proof.label}",
            folder=self.path.parent if self.path else None,
            kind="扫描件或文档",
            suffixes=_PAPERS,
        )
        if path is not None:
            self.take(path)

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"proof_{name}_{self.proof.code}")
        button.setAccessibleName(spoken)
        button.setAutoDefault(False)
        return button
