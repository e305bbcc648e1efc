#!/usr/bin/env bash
# Rebuild the shipped model: `models/train/rebuild.sh WORK` from the top of the repository, about five hours on 2 cores.
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
# 3. Names and embeddings besides, above the layers that stage 2 has settled; two processes, a thread each.
together() {
  "$python" -m torch.distributed.run --nproc-per-node 2 "$here/train.py" --records "${real[@]}" "${written[@]}" --dev "${real[@]}" \
    --names corpus/names/*.jsonl --teacher "$work/base" --store "$work/store" --frozen 6 --share 0.3 --rate 5e-5 --head-rate 5e-4 "$@"
}
debate="$shared/data/claimbuster.train.jsonl"
together --model "$work/claims" --out "$work/names" --epochs 1 --batch 600 --average 0.98 --name-weight 1 --embedding-weight 1
# 4. The same with sentences of debate, for their check-worthiness.
together --model "$work/names" --out "$work/together" --epochs 4 --batch 450 --average 0.985 --debate "$debate" \
  --name-weight 1 --embedding-weight 1
# 5. The same again, names and embeddings weighing more.
together --model "$work/together" --out "$work/heavier" --epochs 4 --stop 3 --batch 450 --average 0.985 --debate "$debate"
# 6. All layers but the lowest two, at a higher rate and with more of the other sentences; then once more, slower.
deeper() {
  together --frozen 2 --batch 450 --average 0.99 --debate "$debate" "$@"
}
deeper --model "$work/heavier" --out "$work/deep" --epochs 5 --share 0.45 --rate 8e-5 --head-rate 5e-4 --seed 23
deeper --model "$work/deep" --out "$work/deeper" --epochs 3 --share 0.35 --rate 5e-5 --head-rate 4e-4 --seed 31
# 7. The same, with heads of their own behind six layers that also learn from what the last layer's say.
early() {
  deeper --exit 6 --share 0.5 --head-rate 4e-4 "$@"
}
early --model "$work/deeper" --out "$work/early" --epochs 2 --rate 6e-5 --seed 41 --exit-weight 0.5
early --model "$work/early" --out "$work/earlier" --epochs 3 --stop 1 --rate 7e-5 --seed 43
early --model "$work/earlier" --out "$work/final" --epochs 4 --rate 6e-5 --seed 47
"$python" "$here/export.py" "$work/final" models/dixit-base --tune "${written[@]}" --debate "$debate"
# 8. The embedding of claims, and what judges pairs of them, from invented events.
dixit() {
  cargo run --release --quiet "$@"
}
tuning=($("$python" -c '
import json
for line in open("corpus/events/gold.jsonl", encoding="utf-8"):
    event = json.loads(line)
    if event["split"] == "tune":
        print("corpus/events/" + event["event"] + ".jsonl")'))
dixit -- extract "${tuning[@]}" --out "$work/events"
"$python" "$here/embed.py" models/dixit-base "$work/events" corpus/events/gold.jsonl --vectors "$work/vectors.jsonl"
dixit --example describe_pairs -- "$work/events" "$work/vectors.jsonl" > "$work/pairs.jsonl"
"$python" "$here/reader.py" models/dixit-base "$work/events" corpus/events/gold.jsonl "$work/pairs.jsonl" \
  --weights src/link/data/reader.safetensors --scores "$work/scores.jsonl" --reference tests/model/reference.json
"$python" "$here/pairs.py" "$work/pairs.jsonl" "$work/scores.jsonl" "$work/events" corpus/events/gold.jsonl --out src/link/data/judge.json
"$python" "$here/evaluate.py" models/dixit-base "${real[@]}" --dev --names corpus/names/*.jsonl --debate "$debate"
