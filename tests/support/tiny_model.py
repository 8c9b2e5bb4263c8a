"""A llama.cpp server with a tiny model of random weights: a real peer that writes nonsense. Run with a folder and a port."""

import sys
import threading
from pathlib import Path

_WIDTH, _INNER, _HEADS, _LAYERS, _CONTEXT = 32, 64, 2, 2, 65_536
_TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: "
MOST_WORDS = 60


def make_model(path: Path) -> None:
    """A model file of 180 kB with one token a byte."""
    import gguf
    import numpy as np

    random = np.random.default_rng(1)
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{n:02X}>" for n in range(256)), "▁", *(chr(n) for n in range(33, 127))]
    file = gguf.GGUFWriter(str(path), "llama")
    file.add_context_length(_CONTEXT)
    file.add_embedding_length(_WIDTH)
    file.add_block_count(_LAYERS)
    file.add_feed_forward_length(_INNER)
    file.add_head_count(_HEADS)
    file.add_head_count_kv(_HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(_WIDTH // _HEADS)
    file.add_vocab_size(len(tokens))
    file.add_tokenizer_model("llama")
    file.add_token_list(tokens)
    file.add_token_scores([-float(n) for n in range(len(tokens))])
    file.add_token_types([2, 3, 3, *[6] * 256, *[1] * (len(tokens) - 259)])
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_unk_token_id(0)
    file.add_chat_template(_TEMPLATE)

    def weights(name: str, *shape: int) -> None:
        file.add_tensor(f"{name}.weight", (random.standard_normal(shape) * 0.2).astype(np.float32))

    def ones(name: str) -> None:
        file.add_tensor(f"{name}.weight", np.ones(_WIDTH, np.float32))

    weights("token_embd", len(tokens), _WIDTH)
    for layer in range(_LAYERS):
        ones(f"blk.{layer}.attn_norm")
        ones(f"blk.{layer}.ffn_norm")
        for name in ("q", "k", "v", "output"):
            weights(f"blk.{layer}.attn_{name}", _WIDTH, _WIDTH)
        weights(f"blk.{layer}.ffn_gate", _INNER, _WIDTH)
        weights(f"blk.{layer}.ffn_up", _INNER, _WIDTH)
        weights(f"blk.{layer}.ffn_down", _WIDTH, _INNER)
    ones("output_norm")
    weights("output", len(tokens), _WIDTH)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


def serve(folder: Path, port: int) -> None:
    """Serves the model until the process is ended; the address is the only line on its output."""
    import xllamacpp

    make_model(folder / "tiny.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(folder / "tiny.gguf")
    params.n_ctx, params.n_predict, params.n_parallel, params.warmup = _CONTEXT, MOST_WORDS, 1, False
    params.hostnames, params.port, params.use_jinja = ["127.0.0.1"], port, True
    server = xllamacpp.Server(params)
    sys.stdout.write(f"\n{server.listening_address}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
