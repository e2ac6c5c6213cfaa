"""Read corpora of any size: in parts, by every core or by a cluster, stopped and resumed, with the same rows each time.

The way of a corpus: ``plan`` cuts the inputs into parts; ``parts`` reads each into files of its own; ``globals`` settles what
needs all documents at once (ids seen twice, articles on several pages, publishers) from small keys; ``finish`` gives each
part its final form; ``output`` puts the tables in place. An engine (``local`` or ``dask_engine``) says where the steps run.
"""
