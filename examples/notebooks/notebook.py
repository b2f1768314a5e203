"""Fits a notebook to a JVM kernel that is not BeakerX's, and takes the outputs of its run over; see run.sh."""

import json
import re
import sys
from pathlib import Path

BEAKERX = "beakerx"  # tag of the cells that need BeakerX's own classes
INDEX = "index"  # in the copy: where the cell stands in the original


def source(cell):
    return "".join(cell["source"])


def is_magic(cell):
    return cell["cell_type"] == "code" and source(cell).startswith("%")


def prepare(original, class_path, copy):
    """Leaves out BeakerX's cells and puts the kernel's own %jar magic in the place of %classpath."""
    notebook = json.loads(Path(original).read_text(encoding="utf-8"))
    jars = Path(class_path).read_text(encoding="utf-8").strip().split(":")
    cells = []
    for index, cell in enumerate(notebook["cells"]):
        if BEAKERX in cell["metadata"].get("tags", []):
            continue
        if is_magic(cell):
            lines = [f"%jar {jar}" for jar in jars] if "add mvn" in source(cell) else ["// not for this kernel"]
            jars = [] if "add mvn" in source(cell) else jars
            cell["source"] = "\n".join(lines or ["// above already"])
        cell["metadata"] = {INDEX: index}
        cells.append(cell)
    notebook["cells"] = cells
    Path(copy).write_text(json.dumps(notebook), encoding="utf-8")


def printed(cell):
    return "".join("".join(output.get("text", "")) for output in cell["outputs"] if output.get("name") == "stdout")


def check(executed):
    """Fails unless the last cell says OK and no cell says FAILED."""
    cells = [cell for cell in json.loads(Path(executed).read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    lines = [line for cell in cells for line in printed(cell).splitlines() if line.startswith("FAILED")]
    lines += [line for line in printed(cells[-1]).splitlines() if line.startswith("OK ")]
    print("  " + (lines[0] if lines else "no line says OK"))
    if not lines or lines[0].startswith("FAILED"):
        sys.exit(1)


def outputs(cell, count):
    """The outputs in the form in which BeakerX's front end writes them."""
    kept = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream" and kept and kept[-1].get("name") == output["name"]:
            kept[-1]["text"] += "".join(output["text"])
            continue
        if output["output_type"] == "stream":
            output["text"] = "".join(output["text"])
        if output["output_type"] == "execute_result":
            output["execution_count"] = count
            if "text/html" in output["data"]:  # what this kernel calls HTML is toString()
                output["data"]["text/plain"] = output["data"].pop("text/html")
        if "metadata" in output:
            output["metadata"] = {}
        kept.append(output)
    for output in kept:
        if output["output_type"] == "stream":
            output["text"] = output["text"].splitlines(True)
    return kept


def store(executed, original):
    """Writes the outputs into the original, whose metadata stay as they are but for Java's version."""
    run = json.loads(Path(executed).read_text(encoding="utf-8"))
    notebook = json.loads(Path(original).read_text(encoding="utf-8"))
    count = 0
    for cell in run["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            target = notebook["cells"][cell["metadata"][INDEX]]
            target["execution_count"] = count
            target["outputs"] = [] if is_magic(target) else outputs(cell, count)
    version = re.match(r"[\d.]+", run["metadata"]["language_info"]["version"])
    notebook["metadata"]["language_info"]["version"] = version.group()
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    Path(original).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"prepare": prepare, "check": check, "store": store}[sys.argv[1]](*sys.argv[2:])
