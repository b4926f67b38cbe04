//! Headers of the opinion 社情民意, unit 承办单位 and record 其他履职 ledgers.

use super::Need::{List, May, Must};
use super::{Layout, col};
use crate::ledger::field::Field;
use crate::model::code::Ledger;

pub(super) const OPINION: Layout = Layout {
    ledger: Ledger::Opinion,
    columns: &[
        col(
            Field::No,
            "编号",
            &["社情民意编号", "信息编号", "稿件编号"],
            May,
            1,
        ),
        col(
            Field::Title,
            "标题",
            &[
                "信息标题",
                "社情民意标题",
                "题目",
                "信息题目",
                "社情民意题目",
                "稿件标题",
            ],
            Must,
            3,
        ),
        col(Field::MemberNo, "委员编号", &["委员证号", "委员号"], May, 1),
        col(
            Field::Name,
            "姓名",
            &[
                "反映人",
                "提交人",
                "作者",
                "委员姓名",
                "报送人",
                "撰稿人",
                "来稿人",
                "信息作者",
            ],
            May,
            1,
        ),
        col(Field::Sector, "界别", &["所属界别"], May, 1),
        col(
            Field::Submitted,
            "来稿时间",
            &[
                "来稿日期",
                "创建时间",
                "提交时间",
                "提交日期",
                "报送时间",
                "报送日期",
                "收稿日期",
                "收稿时间",
            ],
            May,
            4,
        ),
        col(
            Field::Adoption,
            "采用情况",
            &["采用", "录用情况", "采纳情况"],
            List,
            5,
        ),
        col(
            Field::Instruction,
            "批示",
            &["领导批示", "批示情况"],
            List,
            4,
        ),
        col(Field::Note, "备注", &["说明"], May, 1),
    ],
    telling: &[
        Field::Submitted,
        Field::Adoption,
        Field::Instruction,
        Field::Title,
    ],
    yielding: &[],
    quiet: &[
        "期数",
        "反映单位",
        "政治面貌",
        "届次",
        "社情民意类型",
        "信息类型",
        "办理单位",
        "办理类型",
        "实际办结日期",
        "解决程度",
        "沟通方式",
        "报区",
        "报县",
        "报市",
        "报省",
    ],
};

pub(super) const UNIT: Layout = Layout {
    ledger: Ledger::Unit,
    columns: &[
        col(
            Field::No,
            "单位编码",
            &["单位代码", "单位编号", "编码"],
            May,
            4,
        ),
        col(
            Field::Name,
            "单位名称",
            &["承办单位名称", "承办单位", "单位全称"],
            Must,
            2,
        ),
        col(Field::Short, "简称", &["单位简称"], May, 4),
        col(Field::Alias, "别名", &["曾用名", "其他名称"], List, 2),
        col(Field::Parent, "上级单位", &["主管部门", "上级部门"], May, 3),
        col(Field::Contact, "联系人", &["联络员"], May, 2),
        col(
            Field::Phone,
            "联系电话",
            &["电话", "联系方式", "办公电话", "手机"],
            May,
            1,
        ),
    ],
    telling: &[Field::No, Field::Short, Field::Parent, Field::Contact],
    yielding: &[],
    quiet: &["备注", "地址", "邮编", "单位性质"],
};

pub(super) const RECORD: Layout = Layout {
    ledger: Ledger::Record,
    columns: &[
        col(Field::MemberNo, "委员编号", &["委员证号", "委员号"], May, 1),
        col(Field::Name, "姓名", &["委员姓名", "委员", "名字"], May, 1),
        col(
            Field::On,
            "日期",
            &["时间", "履职日期", "履职时间", "发生日期"],
            May,
            2,
        ),
        col(
            Field::Kind,
            "类别",
            &["履职类别", "类型", "履职类型", "事项类别"],
            May,
            2,
        ),
        col(
            Field::Title,
            "事项",
            &["履职事项", "内容", "履职内容", "事项名称", "成果名称"],
            Must,
            4,
        ),
        col(Field::Level, "级别", &["层级"], May, 3),
        col(Field::Quantity, "数量", &["次数", "篇数", "件次"], May, 3),
        col(Field::Note, "备注", &["说明"], May, 1),
    ],
    telling: &[Field::Title],
    yielding: &[],
    quiet: &["界别", "单位", "证明材料", "附件"],
};
