"""Acts of patrols (巡查环节): the record, then the handling, drafted and approved."""

from processes.acts import Act, Link, Says, Tag, act, approval

ACTS: tuple[Act, ...] = (
    act("patrol.record", "巡查记录", "officer_lead", "patrol/record",
        events=(Says("patrol.recorded"),)),
    *approval(
        "patrol.handle", "巡查处理", "patrol/handling",
        opinion=None,
        approve=Link(tags=(Tag.ARCHIVING,), events=(Says("patrol.handled"),)),
    ),
)  # fmt: skip
