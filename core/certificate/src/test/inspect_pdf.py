# What tools that are not ours make of certificates. Arguments: a folder of PDF files, and one to write into. Prints JSON: for each
# file its pages, text, fonts, boxes of text that leave the frame, the attachment; renders the first page; saves the file again the
# way the common tools do.

import base64
import json
import pathlib
import shutil
import sys

import pikepdf
import pymupdf
import pypdf

FRAME_PT = 29
pymupdf.TOOLS.mupdf_display_errors(False)


def inspect(path, target):
    pymupdf.TOOLS.reset_mupdf_warnings()
    with pymupdf.open(path) as document:
        pages = list(document)
        for page in pages:
            page.get_pixmap(dpi=36)
        pixmap = pages[0].get_pixmap(dpi=150, alpha=False, colorspace=pymupdf.csGRAY)
        (target / f"{path.stem}.gray").write_bytes(pixmap.samples)
        frame = pages[0].rect + (FRAME_PT, FRAME_PT, -FRAME_PT, -FRAME_PT)
        outside = [
            word[4]
            for page in pages
            for word in page.get_text("words")
            if not frame.contains(pymupdf.Rect(word[:4]))
        ]
        return {
            "name": path.stem,
            "pages": len(pages),
            "text": "\n".join(page.get_text() for page in pages),
            "width": pixmap.width,
            "height": pixmap.height,
            "outside": outside,
            "warnings": pymupdf.TOOLS.mupdf_warnings(),
            "attachment": base64.b64encode(pypdf.PdfReader(path).attachments["receipt.json"][0]).decode(),
            "mupdfAttachment": base64.b64encode(document.embfile_get("receipt.json")).decode(),
        }


def save_again(path, target):
    def save(way):
        return target / f"{path.stem}.{way}.pdf"

    with pikepdf.open(path) as pdf:
        streams = pikepdf.ObjectStreamMode.generate
        pdf.save(save("qpdf-object-streams"), object_stream_mode=streams, recompress_flate=True)
        pdf.save(save("qpdf-linearized"), linearize=True)
        pdf.save(save("qpdf-plain"), qdf=True)
        pdf.save(save("encrypted"), encryption=pikepdf.Encryption(owner="owner", user=""))
    with pymupdf.open(path) as document:
        document.save(save("mupdf"), garbage=4, deflate=True, use_objstms=1)
    shutil.copy(path, save("mupdf-incremental"))
    with pymupdf.open(save("mupdf-incremental")) as document:
        document[0].insert_text((50, 50), "a note in the margin")
        document.saveIncr()
    pypdf.PdfWriter(clone_from=path).write(save("pypdf"))
    incremental = pypdf.PdfWriter(path, incremental=True)
    incremental.pages[0].rotate(90)
    incremental.write(save("pypdf-incremental"))


source, target = (pathlib.Path(argument) for argument in sys.argv[1:3])
paths = sorted(source.glob("*.pdf"))
for path in paths[:2]:
    save_again(path, target)
print(json.dumps([inspect(path, target) for path in paths]))
