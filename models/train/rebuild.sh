#!/usr/bin/env bash
# Rebuild the shipped model: `models/train/rebuild.sh WORK` from the top of the repository, about an hour on 2 cores.
# WORK keeps the stages; run again after an interruption, it goes on from the last finished epoch.
set -euo pipefail
work=${1:?usage: models/train/rebuild.sh WORK}
shared=${SHARED:-../shared}
here=models/train
python=${PYTHON:-python3}
mkdir -p "$work"

[ -f "$work/base/config.json" ] || "$python" "$here/base.py" --out "$work/base" --treebanks "$shared/data/treebanks"
[ -f "$work/roles.jsonl" ] || "$python" "$here/treebank.py" "$shared/data/treebanks" --out "$work/roles.jsonl"
real=(corpus/claims/real.*.jsonl)
written=(corpus/claims/written.*.jsonl)

# 1. The structure of clauses, from gold syntax turned into claim roles.
"$python" "$here/train.py" --model "$work/base" --out "$work/roles" --records "$work/roles.jsonl" --dev "${real[@]}" \
  --epochs 2 --rate 1.5e-4 --batch 1000
# 2. Claims, from annotated sentences.
"$python" "$here/train.py" --model "$work/roles" --out "$work/claims" --records "${real[@]}" "${written[@]}" --dev "${real[@]}" \
  --epochs 8 --batch 1000
# 3. Claims, names, embeddings and check-worthiness of debate together, above the layers that stage 2 has settled.
"$(dirname "$(command -v "$python")")/torchrun" --nproc-per-node 2 "$here/train.py" --model "$work/claims" --out "$work/together" \
  --records "${real[@]}" "${written[@]}" --dev "${real[@]}" --names corpus/names/*.jsonl --debate "$shared/data/claimbuster.train.jsonl" \
  --teacher "$work/base" --store "$work/store" $TOGETHER
"$python" "$here/export.py" "$work/together" models/dixit-base --tune "${written[@]}" --reference tests/model/reference.json
"$python" "$here/evaluate.py" models/dixit-base "${real[@]}" --dev --names corpus/names/*.jsonl --debate "$shared/data/claimbuster.train.jsonl"
