#!/usr/bin/env bash
# Runs the notebooks with a real Jupyter client and a JVM kernel from Maven Central:
#   run.sh [--store] [NOTEBOOK.ipynb ...]
# Without names it runs all of them. --store writes the outputs into the notebooks; without it, nothing outside the
# target folders is touched. Needs jupyter-nbconvert and, for that kernel, Java 17.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$here/target/jupyter"

store=no
notebooks=()
for argument in "$@"; do
  case "$argument" in
    --store) store=yes ;;
    -*) echo "Unknown option $argument: run.sh [--store] [NOTEBOOK.ipynb ...]" >&2; exit 2 ;;
    *) [ -f "$argument" ] || { echo "No such notebook: $argument" >&2; exit 2; }
       notebooks+=("$(realpath "$argument")") ;;
  esac
done
[ "${#notebooks[@]}" -gt 0 ] || notebooks=("$here"/*.ipynb)

# Debian's packages belong to the system's Python, which need not be the first on the PATH.
nbconvert=/usr/bin/jupyter-nbconvert
python=/usr/bin/python3
if [ ! -x "$nbconvert" ]; then
  if command -v apt-get >/dev/null 2>&1; then
    sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    ${sudo[@]+"${sudo[@]}"} apt-get update -q
    ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -q -y --no-install-recommends jupyter-nbconvert python3-nbclient jupyter-client
  elif nbconvert="$(command -v jupyter-nbconvert)"; then
    python=python3
  else
    echo "jupyter-nbconvert is needed: install nbconvert, nbclient and jupyter-client." >&2
    exit 2
  fi
fi

# The jars that %classpath stands for, and the kernel.
(cd "$here/../.." && mvn -q -B -ntp package -DskipTests -P 'jupyter,!checks' -pl examples/notebooks -am)

kernel="$work/kernels/java"
cat > "$kernel/kernel.json" <<JSON
{
  "argv": ["java", "-Xmx2g", "-Djava.awt.headless=true", "-jar", "$kernel/kernel.jar", "{connection_file}"],
  "display_name": "Java",
  "language": "java",
  "interrupt_mode": "message"
}
JSON
export JUPYTER_PATH="$work" JUPYTER_CONFIG_DIR="$work/config" JUPYTER_RUNTIME_DIR="$work/runtime"
export JUPYTER_DATA_DIR="$work/data" IPYTHONDIR="$work/ipython" OMP_WAIT_POLICY=passive
mkdir -p "$work/copies" "$work/executed"

# Version 3.0.1 of the kernel comes up deaf once in a few times, or ends at once: its threads look whether they are to run
# before they are told so, and a request that is early meets no handlers. Then it is started anew, sooner at first than later.
readonly deaf="Kernel didn't respond in|Kernel died before replying"
execute() {
  local patience
  for patience in 15 15 15 15 30 30 60 60; do
    "$nbconvert" --log-level=ERROR --to notebook --execute --ExecutePreprocessor.kernel_name=java \
      --ExecutePreprocessor.startup_timeout="$patience" --ExecutePreprocessor.timeout=600 \
      --output-dir "$work/executed" "$work/copies/$1" >"$work/$1.log" 2>&1 && return 0
    grep -qE "$deaf" "$work/$1.log" || return 1
    echo "  the kernel did not answer within $patience s, starting it anew"
  done
  return 1
}

failures=0
for notebook in "${notebooks[@]}"; do
  name="$(basename "$notebook")"
  echo "$name"
  "$python" "$here/notebook.py" prepare "$notebook" "$work/classpath.txt" "$work/copies/$name"
  if execute "$name" && "$python" "$here/notebook.py" check "$work/executed/$name"; then
    if [ "$store" = yes ]; then
      "$python" "$here/notebook.py" store "$work/executed/$name" "$notebook"
    fi
  else
    tail -n 30 "$work/$name.log" >&2
    echo "$name failed" >&2
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ]
