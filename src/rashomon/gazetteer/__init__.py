"""The offline gazetteer: a compact index built from what packages carry."""
