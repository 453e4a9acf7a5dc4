"""Settings from the environment: defaults, and values that cannot be used."""
import pytest

from course_utils import settings


def test_the_profile_is_standard_unless_told(monkeypatch):
    monkeypatch.delenv("COURSE_PROFILE", raising=False)
    assert settings.profile() == "standard"
    monkeypatch.setenv("COURSE_PROFILE", " Quick ")
    assert settings.profile() == "quick"


def test_an_unknown_profile_is_refused_with_those_there_are(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    with pytest.raises(settings.SettingError, match="'fast'; it must be one of quick, standard, full"):
        settings.profile()


def test_notebooks_are_those_of_the_checkout_unless_told(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_NOTEBOOKS_DIR", raising=False)
    assert settings.notebooks_folder() == settings.checkout() / "notebooks"
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(tmp_path))
    assert settings.notebooks_folder() == tmp_path


def test_the_data_folder_is_none_unless_told(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    assert settings.data_folder() is None
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert settings.data_folder() == tmp_path


@pytest.mark.parametrize(("value", "expected"), [("", False), ("0", False), ("1", True), (" yes ", True)])
def test_offline_is_any_value_but_nought(monkeypatch, value, expected):
    monkeypatch.setenv("COURSE_OFFLINE", value)
    assert settings.offline() is expected


def test_what_the_course_ships_lies_in_the_checkout():
    assert (settings.shipped_data() / "registry.toml").is_file()
