"""Where a case is kept: documents, layers, case-level records, problems and judgements.

What enters are records; what leaves are the same records. It knows how bytes are kept and queried,
and nothing of what the records mean.
"""

from rashomon.store.case_store import Store

__all__ = ["Store"]
