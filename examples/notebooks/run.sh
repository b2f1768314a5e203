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

# Jupyter's client picks free ports and lets them go before the kernel takes them. Where another process is quicker, the
# kernel waits for ever; then once more, with other ports.
readonly silent="Kernel didn't respond in"
execute() {
  local attempt
  for attempt in 1 2 3; do
    "$nbconvert" --log-level=ERROR --to notebook --execute --ExecutePreprocessor.kernel_name=java \
      --ExecutePreprocessor.startup_timeout=90 --ExecutePreprocessor.timeout=600 \
      --output-dir "$work/executed" "$work/copies/$1" >"$work/$1.log" 2>&1 && return 0
    grep -q "$silent" "$work/$1.log" || return 1
    echo "  the kernel did not start (attempt $attempt of 3)" >&2
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
