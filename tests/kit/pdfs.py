"""A PDF to look at: page n bears a red bar n points from the top."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)


def make_pdf(pages: int, size: tuple[float, float] = A4) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, size[1] - 200 - 10 * number, 300, 10, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
