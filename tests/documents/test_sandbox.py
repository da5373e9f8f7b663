"""Templates can print values and nothing else."""

import pytest

from documents.errors import DocumentError, TemplateRefused, UnknownDocument, ValueMissing
from documents.sandbox import BLANK, compose, environment, variables

HOSTILE = [
    "{{ ''.__class__ }}",
    "{{ f.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ f['__class__'] }}",
    "{{ f|attr('__class__') }}",
    "{{ [f]|map(attribute='x')|list }}",
    "{{ {'a': 1}|xmlattr }}",
    "{{ '<b>'|safe }}",
    "{{ f.x.format(f) }}",
    "{{ '{0.__class__}'.format(f) }}",
    "{{ '%s' % f }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 1 + 1 }}",
    "{{ range(10) }}",
    "{{ lipsum() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ namespace(a=1) }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ joiner() }}",
    "{% include 'styles/../../errors.py' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system }}",
    "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% macro a() %}{{ a.__globals__ }}{% endmacro %}{{ a() }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{{ f.rows.append(1) }}",
    "{{ f.pop('x') }}",
    "{{ f.items() }}",
    "{{ f.x.upper() }}",
    "{% set f.x = 1 %}",
    "{{ f|tojson }}",
    "{% debug %}",
    "{{ x",
]


def run(source: str, context: dict | None = None, *, blanks: bool = False) -> str:
    given = {"f": {"x": "值", "rows": [1]}} if context is None else context
    return compose("t", given, {"t.html": source}, blanks=blanks)


@pytest.mark.parametrize("source", HOSTILE)
def test_escapes_are_refused(source):
    with pytest.raises(DocumentError):
        run(source)


def test_plain_printing_is_escaped():
    assert run("{{ f.x }}", {"f": {"x": "<script>"}}) == "&lt;script&gt;"


def test_a_missing_value_is_an_error_that_names_template_and_variable():
    with pytest.raises(ValueMissing, match=r"文书模板 t 用到的“f\.facts”没有给出"):
        run("{{ f.facts }}")


@pytest.mark.parametrize(
    "use",
    [
        "{{ f.no|paragraphs }}",
        "{% if f.no %}{% endif %}",
        "{% for x in f.no %}{% endfor %}",
        "{{ f.no or '' }}",
        "{{ f.no == '' }}",
        "{{ f.no ~ 'x' }}",
        "{{ f.no|length }}",
        "{{ f.no.deep }}",
    ],
)
def test_a_missing_value_fails_however_it_is_used(use):
    with pytest.raises(ValueMissing, match="no"):
        run(use)


def test_a_missing_top_level_name_is_named():
    with pytest.raises(ValueMissing, match="“party”"):
        run("{{ party.name }}")


@pytest.mark.parametrize("value", [{}, {"facts": ""}])
def test_previews_mark_missing_and_empty_values(value):
    assert run("{{ f.facts }}|{{ f.facts|paragraphs }}", {"f": value}, blanks=True) == (
        f"{BLANK}|{BLANK}"
    )


def test_previews_of_an_empty_context_do_not_fail():
    source = "{% for r in f.rows %}{{ r.a }}{% endfor %}{% if f.a %}x{% endif %}{{ f.a.b.c }}"

    assert run(source, {}, blanks=True) == BLANK


def test_an_unknown_template_is_named():
    with pytest.raises(UnknownDocument, match="none"):
        compose("none", {}, {})


def test_a_broken_template_is_refused_with_its_name():
    with pytest.raises(TemplateRefused, match="文书模板 t 写法有误"):
        run("{% if %}")


def test_environments_have_no_globals():
    assert environment().globals == {}


def test_variables_follow_bases_and_macros():
    sources = {
        "t.html": "{% extends 'b.html' %}{% import 'm.html' as m with context %}"
        "{% block c %}{% for r in f.rows %}{{ r.a }}{{ loop.index }}{% endfor %}"
        "{{ m.x() }}{% endblock %}",
        "b.html": "{{ meta.title }}{% block c %}{% endblock %}",
        "m.html": "{% macro x(p) %}{{ p.q }}{{ body.name }}{% endmacro %}",
    }

    assert variables("t", sources) == {"f.rows", "meta.title", "body.name"}
