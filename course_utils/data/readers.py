"""Readers: each turns the files of one variant of a data set into its parts. `READERS` finds them by name.

A reader takes {path as in the registry: pathlib.Path on disk} and returns {name of the part: array, text, tuple or
Pictures}. Labels are int64 of shape (examples,). For damaged files it raises what the library below it raises.
"""
from course_utils.data import readers_pictures, readers_text

READERS = {
    "mnist": readers_pictures.read_mnist,
    "idx": readers_pictures.read_idx,
    "cifar10": readers_pictures.read_cifar10,
    "cifar10_jpeg": readers_pictures.read_cifar10_jpeg,
    "sign_csv": readers_pictures.read_sign_csv,
    "sign_npz": readers_pictures.read_sign_npz,
    "signing_hands": readers_pictures.read_signing_hands,
    "cats_dogs": readers_pictures.read_cats_dogs,
    "cats_dogs_official": readers_pictures.read_cats_dogs_official,
    "nuclei": readers_pictures.read_nuclei,
    "nuclei_official": readers_pictures.read_nuclei_official,
    "imdb": readers_text.read_imdb,
    "imdb_first": readers_text.read_imdb_first,
    "text": readers_text.read_one_text,
    "names": readers_text.read_lines,
    "pairs": readers_text.read_pairs,
    "multi30k": readers_text.read_multi30k,
    "series": readers_text.read_series,
    "air_quality": readers_text.read_air_quality,
}
