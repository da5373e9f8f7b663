"""`python -m forms`: the check that authors of forms run."""

from forms.__main__ import main


def test_a_sound_form_is_described(capsys):
    assert main(["shared/id_show"]) == 0

    text = capsys.readouterr().out
    assert "[人员与时间地点]" in text
    assert "officers*  出示证件的执法人员  officers" in text


def test_a_missing_form_is_said_so(capsys):
    assert main(["shared/none"]) == 1

    assert "没有地址为「shared/none」的表单" in capsys.readouterr().out


def test_all_forms_are_sound(capsys):
    assert main([]) == 0

    assert "shared/approval  审批" in capsys.readouterr().out
