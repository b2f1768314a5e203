"""Copies of the notebooks for a kernel on JShell that is not BeakerX's; used by run.sh.

make NOTEBOOK COPY CLASSPATH     leaves out cells tagged beakerx; puts the kernel's %jar in the place of %classpath
check EXECUTED                   looks for the notebook's own OK and FAILED lines
store EXECUTED NOTEBOOK VERSION  writes outputs into the notebook, with the metadata that BeakerX writes
"""

import json
import os
import re
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write(notebook, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(notebook, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")


def portable_cells(notebook):
    return [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "beakerx" not in cell["metadata"].get("tags", [])
    ]


def rewrite(source, jars):
    """The source without its magics, and with the jars if it asks for some."""
    lines = source.splitlines()
    asks = any(re.match(r"\s*%%?classpath add ", line + " ") for line in lines)
    java = [] if source.lstrip().startswith("%%") else [line for line in lines if not line.lstrip().startswith("%")]
    return "\n".join((["%jar " + jar for jar in jars] if asks else []) + java)


def make(notebook_path, copy_path, class_path):
    notebook = read(notebook_path)
    with open(class_path, encoding="utf-8") as file:
        jars = file.read().strip().split(os.pathsep)
    notebook["cells"] = portable_cells(notebook)
    for cell in notebook["cells"]:
        cell.update(source=rewrite("".join(cell["source"]), jars), outputs=[], execution_count=None)
    write(notebook, copy_path)


def printed(cell):
    return "".join("".join(output["text"]) for output in cell["outputs"] if output.get("name") == "stdout")


def check(executed_path):
    outputs = [printed(cell) for cell in portable_cells(read(executed_path))]
    name = os.path.basename(executed_path).replace("-executed.ipynb", "")
    verdicts = [line for output in outputs for line in output.splitlines() if re.match(r"(OK|FAILED)\b", line)]
    for line in verdicts or ["no line OK"]:
        print(f"{name}: {line}")
    failed = any(line.startswith("FAILED") for line in verdicts)
    ok = re.search(r"^OK\b", outputs[-1] if outputs else "", re.MULTILINE)
    sys.exit(0 if ok and not failed else 1)


def store(executed_path, notebook_path, version):
    notebook = read(notebook_path)
    executed = portable_cells(read(executed_path))
    for number, (cell, copy) in enumerate(zip(portable_cells(notebook), executed, strict=True), start=1):
        # What goes to standard error are log lines of libraries.
        cell["outputs"] = [output for output in copy["outputs"] if output.get("name") != "stderr"]
        cell["execution_count"] = number
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
    for cell in notebook["cells"]:
        cell.pop("id", None)
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Java11", "language": "java", "name": "java"},
        "language_info": {
            "codemirror_mode": "text/x-java",
            "file_extension": ".java",
            "mimetype": "",
            "name": "Java",
            "nbconverter_exporter": "",
            "version": version,
        },
    }
    notebook.update(nbformat=4, nbformat_minor=2)
    write(notebook, notebook_path)


if __name__ == "__main__":
    {"make": make, "check": check, "store": store}[sys.argv[1]](*sys.argv[2:])
