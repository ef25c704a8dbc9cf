"""Run by a Python that has LibreOffice's ``uno``: opens Word files, updates fields and contents, says what they are.

``uno_update.py SOFFICE FILE...`` prints a list of what each file held before and after: the entries of each index
(ECMA-376 17.16.5.68 is one), the number of pages, and the paragraphs of the text with their fields as they show.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connected(name, process):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def indexes(document):
    return [str(each.Anchor.String).splitlines() for each in document.DocumentIndexes]


def shown(text):
    """Return the paragraphs of a text and of its tables' cells, in order, with their fields as they show."""
    found = []
    for each in text:
        if each.supportsService("com.sun.star.text.TextTable"):
            for name in each.CellNames:
                found += shown(each.getCellByName(name))
        else:
            found.append(each.String)
    return found


def paged(document):
    controller = document.CurrentController
    cursor = controller.ViewCursor
    cursor.jumpToLastPage()
    return cursor.Page


def updated(desktop, path):
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(Path(path).resolve().as_uri(), "_blank", 0, (hidden,))
    try:
        before = {"indexes": indexes(document), "paragraphs": shown(document.Text)}
        for _ in range(2):  # what the first makes longer moves what the second counts
            document.refresh()
            document.TextFields.refresh()
            for each in document.DocumentIndexes:
                each.update()
        after = {"indexes": indexes(document), "paragraphs": shown(document.Text)}
        return {"path": path, "before": before, "after": after, "pages": paged(document)}
    finally:
        document.close(True)


def main(program, paths):
    with tempfile.TemporaryDirectory() as profile:
        name = f"briefprint{Path(profile).name}"
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        process = subprocess.Popen([*command, f"--accept=pipe,name={name};urp;"], stdin=subprocess.DEVNULL)
        try:
            context = connected(name, process)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            found = [updated(desktop, path) for path in paths]
            with contextlib.suppress(Exception):  # it hangs up while it is asked
                desktop.terminate()
        finally:
            process.wait(20)
    json.dump(found, sys.stdout)


main(sys.argv[1], sys.argv[2:])
