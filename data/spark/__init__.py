"""Judges goals on a cluster of Apache Spark, from Parquet, with the functions of `metrics`."""
