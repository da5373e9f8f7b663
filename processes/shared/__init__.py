"""What several procedures share (共用环节): evidence, hearing, service, publicity, closing."""

from engine.procedure import Procedure
from processes.diagrams import LIBRARY

HANDLED = ("LEAD", "OPEN", "SUSPENDED", "DECIDED")
NOT_ARCHIVED = (*HANDLED, "TERMINATED", "CLOSED")
ARCHIVED = "案件已归档"

GATHERING = (("LEAD", "OPEN"), "作出决定前的调查期间才能取证")
FILED = (("OPEN",), "立案后、作出决定前才能办理")

EVIDENCE = tuple(
    Procedure(key, title, key, LIBRARY, "evidence", during=during, otherwise=words)
    for key, title, (during, words) in (
        ("onsite", "现场检查", GATHERING),
        ("survey", "现场勘验", GATHERING),
        ("interview", "询问", GATHERING),
        ("rights_notice", "权利义务告知", GATHERING),
        ("obtaining", "提取（复制）证据", GATHERING),
        ("sampling", "抽样取证", GATHERING),
        ("edata", "电子数据提取", GATHERING),
        ("summons", "询问通知", GATHERING),
        ("material_order", "限期提供材料", GATHERING),
        ("preservation", "先行登记保存", GATHERING),
        ("appraisal", "检测鉴定", FILED),
        ("monitor_review", "电子技术监控记录审核", GATHERING),
        ("assistance", "协助调查", GATHERING),
        ("av_log", "音像记录登记", GATHERING),
        ("sharing", "证据共用", GATHERING),
    )
)
"""Acts of evidence, any number of times and side by side, 《行政处罚法》第四十六条、第五十四条."""

ANY_CASE = tuple(
    Procedure(key, title, key, LIBRARY, "case", during=during, otherwise=words)
    for key, title, during, words in (
        ("correction", "责令改正", NOT_ARCHIVED, ARCHIVED),
        ("recusal", "回避", HANDLED, "案件办理中才能申请回避"),
        ("amendment", "文书补正", NOT_ARCHIVED, ARCHIVED),
        ("location_waiver", "关闭定位", NOT_ARCHIVED, ARCHIVED),
    )
)

PARTY = tuple(
    Procedure(key, title, key, LIBRARY, "party", during=NOT_ARCHIVED, otherwise=ARCHIVED,
              about=about)
    for key, title, about in (
        ("service_address", "送达地址确认", "any"),
        ("service_consent", "电子送达确认", "any"),
        ("mandate", "授权委托登记", "party"),
    )
)  # fmt: skip

PROCEDURES = (*EVIDENCE, *ANY_CASE, *PARTY)
