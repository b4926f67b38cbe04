//! What the clerk says of cells that cannot be taken.

use super::parse::Refusal;
use crate::text;

/// A cell that has to be filled.
pub(super) fn blank(code: &'static str) -> Refusal {
    Refusal::new(
        code,
        text!("必须填写，但是空的", "this must be filled, but is blank"),
        text!("补上内容", "fill it in"),
    )
}

/// A cell in a column without a header.
pub(super) fn beyond(letters: &str) -> Refusal {
    Refusal::new(
        "no_header",
        text!(
            "第 {letters} 列没有表头，这一格却有内容",
            "this cell stands in column {letters}, which has no header"
        ),
        text!(
            "核对这一行是否多了逗号、错了位；有用的列写上表头，没用的清空",
            "check whether the row has one sign too many; give the column a header, or clear the cell"
        ),
    )
}

/// A number that a spreadsheet damaged.
pub(super) fn damaged() -> Refusal {
    Refusal::new(
        "number_damaged",
        text!(
            "编号被表格软件改坏了（小数、负数或科学计数）",
            "the spreadsheet damaged this number (fraction, sign or scientific form)"
        ),
        text!(
            "把该列设为文本格式，重新填写",
            "make the column text and type it again"
        ),
    )
}

/// A formula without a value.
pub(super) fn broken() -> Refusal {
    Refusal::new(
        "formula_error",
        text!("公式出错，没有值", "the formula failed and has no value"),
        text!(
            "改正公式，或粘贴为数值",
            "mend the formula, or paste its value"
        ),
    )
}

/// A formula that was saved without its value.
pub(super) fn unvalued() -> Refusal {
    Refusal::new(
        "formula_unvalued",
        text!(
            "公式没有保存计算结果，看不到值",
            "the formula was saved without its value"
        ),
        text!(
            "用 WPS 或 Excel 打开、重新保存，或粘贴为数值",
            "open it in WPS or Excel and save it again, or paste its value"
        ),
    )
}

/// Text whose characters are lost.
pub(super) fn mojibake() -> Refusal {
    Refusal::new(
        "mojibake",
        text!(
            "文字是乱码，原文已丢失",
            "the text is garbled; the original is lost"
        ),
        text!("从原文件重新导出", "export it again from where it came"),
    )
}

/// A number where words belong.
pub(super) fn number_for_text() -> Refusal {
    Refusal::new(
        "number_for_text",
        text!(
            "这里应是文字，却是数字或日期",
            "this should be words, but is a number or a date"
        ),
        text!("核对是否填错了列", "check whether the columns were shifted"),
    )
}

/// A text beyond its limit.
pub(super) fn too_long(limit: usize) -> Refusal {
    Refusal::new(
        "text_too_long",
        text!("超过 {limit} 个字", "longer than {limit} characters"),
        text!(
            "缩短，或核对是否填错了列",
            "shorten it, or check whether the columns were shifted"
        ),
    )
}

/// One name twice in a cell.
pub(super) fn named_twice(name: &str) -> Refusal {
    Refusal::new(
        "named_twice",
        text!("“{name}”写了两次", "\"{name}\" is named twice"),
        text!(
            "删去重复的姓名；若是同名两人，用委员编号分开登记",
            "remove one; if two people share the name, enter them by number"
        ),
    )
}

/// A date or title of another year than the command.
pub(super) fn wrong_year(found: i32, asked: i32) -> Refusal {
    Refusal::new(
        "wrong_year",
        text!(
            "这是 {found} 年的，而要导入的是 {asked} 年",
            "this is of {found}, but {asked} is being imported"
        ),
        text!(
            "换成 {asked} 年的文件，或改用 --year {found}",
            "give the file of {asked}, or use --year {found}"
        ),
    )
}

/// A day on which no proposal of the year was handed in.
pub(super) fn wrong_season(found: i32, asked: i32) -> Refusal {
    let before = asked - 1;
    Refusal::new(
        "wrong_year",
        text!(
            "{asked} 年的提案应在 {before} 年 10 月 1 日至 {asked} 年 12 月 31 日提交",
            "proposals of {asked} are handed in from {before}-10-01 to {asked}-12-31"
        ),
        text!(
            "换成 {asked} 年的文件，或改用 --year {found}；日期写错了就更正",
            "give the file of {asked}, or use --year {found}; correct the date if it is wrong"
        ),
    )
}

/// A quantity that is merged over several rows.
pub(super) fn merged_quantity() -> Refusal {
    Refusal::new(
        "merged_quantity",
        text!(
            "数量与上面几行合并，看不出这一行是多少",
            "the quantity is merged over several rows; how much is this row's, it does not say"
        ),
        text!(
            "取消合并，每行写自己的数量",
            "unmerge the cells and give each row its own quantity"
        ),
    )
}

/// No quantity.
pub(super) fn no_count() -> Refusal {
    Refusal::new(
        "bad_number",
        text!("不是数量", "this is no quantity"),
        text!("只写数字", "write a number only"),
    )
}

/// A quantity below 0: what costs points is a kind of its own.
pub(super) fn below_nothing() -> Refusal {
    Refusal::new(
        "bad_quantity",
        text!("数量不能是负数", "a quantity is not below 0"),
        text!(
            "扣分另立一个履职类别，数量写正数，在考核办法里给这一类写负的分值",
            "give what costs points a kind of its own and a quantity above 0; the rules give that kind negative points"
        ),
    )
}

/// A word that a closed list does not have.
pub(super) fn unknown_word(accepted: &'static str) -> Refusal {
    Refusal::new(
        "unknown_word",
        text!("不认识的写法", "this word is not known here"),
        text!(
            "写 {accepted}；本地写法可在 --map 里对照",
            "write {accepted}; explain local words in a --map file"
        ),
    )
}
