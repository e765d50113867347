"""How the curves of ``fixenc/data/calibration.toml`` are fitted and checked."""
