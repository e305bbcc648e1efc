#!/usr/bin/env bash
# Compiles dixit for CUDA on a machine that need not have it: `tests/cuda.sh [FOLDER]`, on request, since it takes about
# 40 minutes of processor time. The compiler and its headers come from PyPI into FOLDER (by default target/cuda).
# Nothing is run: that takes a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$(mkdir -p "${1:-target/cuda}" && cd "${1:-target/cuda}" && pwd)"

if [ ! -x "$folder/python/bin/pip" ]; then
    python3 -m venv "$folder/python"
fi
"$folder/python/bin/pip" install --quiet nvidia-cuda-nvcc==13.0.* nvidia-cuda-runtime==13.0.* nvidia-nvvm==13.0.* \
    nvidia-cuda-crt==13.0.* nvidia-cuda-cccl==13.0.*
CUDA_HOME="$("$folder/python/bin/python" -c 'import nvidia, os; print(os.path.join(list(nvidia.__path__)[0], "cu13"))')"
export CUDA_HOME CUDA_PATH="$CUDA_HOME" CUDA_COMPUTE_CAP="${CUDA_COMPUTE_CAP:-90}" PATH="$CUDA_HOME/bin:$PATH"
cargo clippy --release --features cuda --lib --bins --target-dir "$folder/build" -- -D warnings
