"""One encoder of the comparison, as a process: `python encoders.py ENGINE MODEL SENTENCES --threads N`.

ENGINE is torch, ort-f32 or ort-int8; SENTENCES a file with one sentence a line. Prints a line once it is ready, then for each
line on standard input encodes all sentences once and prints a JSON object: pieces, seconds on the clock, seconds of processor.
Batches are of 32 sentences of like length, padded to the longest: what these engines do best with.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "train"))
import encoder as encoders  # noqa: E402

BATCH = 32
POSITIONS = 512


class Exportable(torch.nn.Module):
    """The encoder with the mask as numbers and without what a trace would freeze."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, mask):
        return self.encoder(ids, mask > 0)


def exported(encoder, folder):
    path = folder / "encoder.onnx"
    ids = torch.ones(2, 8, dtype=torch.long)
    torch.onnx.export(
        Exportable(encoder), (ids, ids), str(path), input_names=["ids", "mask"], output_names=["states"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("ids", "mask", "states")}, dynamo=False, opset_version=17,
    )
    return path


def with_torch(encoder, threads):
    torch.set_num_threads(threads)

    def encode(ids, mask):
        with torch.inference_mode():
            return encoder(torch.from_numpy(ids), torch.from_numpy(mask) > 0).numpy()

    return encode


def with_onnxruntime(encoder, threads, int8):
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        path = exported(encoder, Path(folder))
        if int8:
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantised = Path(folder) / "int8.onnx"
            quantize_dynamic(path, quantised, per_channel=True, weight_type=QuantType.QInt8)
            path = quantised
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"ids": ids, "mask": mask})[0]


def batches(tokenizer, sentences):
    rows = sorted((e.ids[: POSITIONS - 1] + [2] if len(e.ids) > POSITIONS else e.ids for e in tokenizer.encode_batch(sentences)),
                  key=len)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        ids = np.ones((len(batch), len(batch[-1])), np.int64)
        mask = np.zeros_like(ids)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        yield ids, mask


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=["torch", "ort-f32", "ort-int8"])
    parser.add_argument("model", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    encoder, _ = encoders.load(arguments.model)
    encoder.eval()
    if arguments.engine == "torch":
        encode = with_torch(encoder, arguments.threads)
    else:
        encode = with_onnxruntime(encoder, arguments.threads, arguments.engine == "ort-int8")
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    work = list(batches(tokenizer, arguments.sentences.read_text("utf-8").splitlines()))
    pieces = int(sum(mask.sum() for _, mask in work))
    encode(*work[0])
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        for ids, mask in work:
            encode(ids, mask)
        took = {"pieces": pieces, "wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
        print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main()
