#![allow(clippy::needless_raw_string_hashes)] // as snapbox writes them

use super::words::{Words, missing_from, stale_in};
use super::*;
use crate::error::Error;
use crate::text;
use clap::{ArgAction, builder::PossibleValuesParser, value_parser};
use snapbox::{IntoData as _, assert_data_eq, str};

const WORDS: &str = r#"
["*".args]
db = "数据库文件"
format = "输出格式"
quiet = "只说结果"
["*".values]
FILE = "文件"
FORMAT = "格式"
NO = "编号"
N = "人数"
["*".headings]
Filters = "筛选"
["*".choices]
json = "给程序读"
[yishi]
about = "议事：政协的台账"
[member]
about = "委员"
["member list"]
about = "列出委员"
long = "按界别、专委会、任职日期等条件筛选，条件可以写几个，都要满足；不写条件就列出全部在任委员。"
examples = """
yishi member list 教育界
yishi member list --limit 5   # 前五名
"""
["member list".args]
where = "筛选条件，例如 sector=教育界，或者姓名、单位里的几个字"
limit = "最多列几人"
["member list".values]
WHERE = "条件"
["member show"]
about = "看一位委员"
["member show".args]
no = "委员编号"
reveal = "显示完整电话"
"#;

fn no_parser(text: &str) -> Result<String, Error> {
    match text {
        "0" => Err(Error::usage(
            "bad_no",
            text!("编号从 1 开始", "numbers start at 1"),
        )),
        _ => Ok(text.to_owned()),
    }
}

fn tree() -> Command {
    let formats = PossibleValuesParser::new(["table", "json"]);
    let list = Command::new("list")
        .about("List members")
        .after_help("yishi member list education")
        .arg(
            Arg::new("where")
                .help("Filters")
                .num_args(0..)
                .value_name("WHERE"),
        )
        .arg(
            Arg::new("limit")
                .long("limit")
                .short('n')
                .value_name("N")
                .value_parser(value_parser!(u8).range(1..=100))
                .default_value("20")
                .help_heading("Filters")
                .help("At most"),
        );
    let show = Command::new("show")
        .about("Show a member")
        .arg(
            Arg::new("no")
                .required(true)
                .value_parser(no_parser)
                .help("The number"),
        )
        .arg(
            Arg::new("reveal")
                .long("reveal")
                .action(ArgAction::SetTrue)
                .conflicts_with("quiet")
                .help("Whole phone"),
        );
    Command::new("yishi")
        .about("Ledgers")
        .version("0.1.0")
        .arg(
            Arg::new("db")
                .long("db")
                .value_name("FILE")
                .global(true)
                .env("YISHI_DB")
                .help("The file"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .global(true)
                .value_parser(formats)
                .help("Format"),
        )
        .arg(
            Arg::new("quiet")
                .short('q')
                .long("quiet")
                .global(true)
                .action(ArgAction::SetTrue)
                .help("Quiet"),
        )
        .subcommand(
            Command::new("member")
                .about("Members")
                .subcommand_required(true)
                .subcommand(list)
                .subcommand(show),
        )
}

fn words() -> Words {
    Words::read(WORDS).unwrap()
}

fn chinese(width: usize) -> Command {
    super::with_words(tree(), Lang::Zh, width, &words())
}

fn typed(cmd: Command, line: &str, lang: Lang) -> (u8, String) {
    match cmd.try_get_matches_from(line.split(' ')) {
        Ok(_) => panic!("{line} was taken"),
        Err(error) => explain_error(&error, lang),
    }
}

#[test]
fn the_built_in_words_can_be_read() {
    Words::read(include_str!("../help.zh.toml")).unwrap();
}

#[test]
fn help_is_chinese_down_to_its_headings() {
    let (exit, text) = typed(chinese(60), "yishi member list --help", Lang::Zh);
    assert_eq!(exit, 0);
    assert_data_eq!(
        text,
        str![[r#"
列出委员

按界别、专委会、任职日期等条件筛选，条件可以写几个，都要满
足；不写条件就列出全部在任委员。

用法：yishi member list [选项] [条件]...

示例：
  yishi member list 教育界
  yishi member list --limit 5   # 前五名

参数：
  [条件]...  筛选条件，例如 sector=教育界，或者姓名、单位里
             的几个字

筛选：
  -n, --limit <人数>  最多列几人（默认：20）

通用选项：
      --db <文件>      数据库文件（环境变量：YISHI_DB）
      --format <格式>  输出格式（可选：table；json：给程序
                       读）
  -q, --quiet          只说结果
  -h, --help           显示帮助

"#]]
    );
}

#[test]
fn help_of_the_program_lists_its_commands() {
    assert_data_eq!(
        typed(chinese(80), "yishi -h", Lang::Zh).1,
        str![[r#"
议事：政协的台账

用法：yishi [选项] [命令]

命令：
  member  委员
  help    显示某个命令的帮助

通用选项：
      --db <文件>      数据库文件（环境变量：YISHI_DB）
      --format <格式>  输出格式（可选：table；json：给程序读）
  -q, --quiet          只说结果
  -h, --help           显示帮助
  -V, --version        显示版本

"#]]
    );
    assert_data_eq!(
        typed(chinese(80), "yishi help member", Lang::Zh).1,
        str![[r#"
委员

用法：yishi member [选项] <命令>

命令：
  list  列出委员
  show  看一位委员

通用选项：
      --db <文件>      数据库文件（环境变量：YISHI_DB）
      --format <格式>  输出格式（可选：table；json：给程序读）
  -q, --quiet          只说结果
  -h, --help           显示帮助

"#]]
    );
}

#[test]
fn help_in_english_has_the_same_shape() {
    let english = with_words(tree(), Lang::En, 80, &Words::default());
    assert_data_eq!(
        typed(english, "yishi member list --help", Lang::En).1,
        str![[r#"
List members

Usage: yishi member list [OPTIONS] [WHERE]...

Examples:
  yishi member list education

Arguments:
  [WHERE]...  Filters

Filters:
  -n, --limit <N>  At most (default: 20)

Common options:
      --db <FILE>        The file (environment: YISHI_DB)
      --format <FORMAT>  Format (one of: table, json)
  -q, --quiet            Quiet
  -h, --help             Show this help

"#]]
    );
}

#[test]
fn help_fits_any_terminal() {
    for width in 40..120 {
        let (_, text) = typed(chinese(width), "yishi member list --help", Lang::Zh);
        for line in text.lines() {
            assert!(crate::out::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn every_wrong_line_is_explained_in_chinese() {
    let lines = [
        "yishi membr",
        "yishi member",
        "yishi member lsit",
        "yishi member list --limt 3",
        "yishi member list --limit x",
        "yishi member list --limit 300",
        "yishi member list --limit",
        "yishi --format jsn member list",
        "yishi member show",
        "yishi member show 0",
        "yishi member show 1 2",
        "yishi member show 1 --reveal -q",
        "yishi member show 1 --reveal --reveal",
        "yishi member show -x",
    ];
    let mut all = String::new();
    for line in lines {
        let (exit, text) = typed(chinese(80), line, Lang::Zh);
        assert_eq!(exit, 2, "{line}");
        all.extend(["$ ", line, "\n", text.as_str(), "\n"]);
    }
    assert_data_eq!(
        all,
        str![[r#"
$ yishi membr
错误：没有“membr”这个命令
提示：是不是“member”？
提示：用法是 yishi [选项] [命令]
提示：详见 --help

$ yishi member
错误：“yishi member”后面还要写命令
提示：有这些命令：list、show、help
提示：用法是 yishi member [选项] <命令>
提示：详见 --help

$ yishi member lsit
错误：没有“lsit”这个命令
提示：是不是“list”？
提示：用法是 yishi member [选项] <命令>
提示：详见 --help

$ yishi member list --limt 3
错误：没有“--limt”这个参数
提示：是不是“--limit”？
提示：用法是 yishi member list --limit <人数> [条件]...
提示：详见 --help

$ yishi member list --limit x
错误：“--limit <人数>”的值“x”不对：不是整数
提示：详见 --help

$ yishi member list --limit 300
错误：“--limit <人数>”的值“300”不对：不在 1..=100 之内
提示：详见 --help

$ yishi member list --limit
错误：“--limit <人数>”后面要写值
提示：详见 --help

$ yishi --format jsn member list
错误：“--format <格式>”不能是“jsn”
提示：是不是“json”？
提示：可以写：table、json
提示：详见 --help

$ yishi member show
错误：还缺：<编号>
提示：用法是 yishi member show <编号>
提示：详见 --help

$ yishi member show 0
错误：“<编号>”的值“0”不对：编号从 1 开始
提示：详见 --help

$ yishi member show 1 2
错误：没有“2”这个参数
提示：用法是 yishi member show [选项] <编号>
提示：详见 --help

$ yishi member show 1 --reveal -q
错误：“--reveal”不能和“--quiet”一起用
提示：用法是 yishi member show --reveal <编号>
提示：详见 --help

$ yishi member show 1 --reveal --reveal
错误：“--reveal”只能写一次
提示：用法是 yishi member show [选项] <编号>
提示：详见 --help

$ yishi member show -x
错误：没有“-x”这个参数
提示：要把“-x”当作内容，请写“-- -x”
提示：用法是 yishi member show [选项] <编号>
提示：详见 --help


"#]]
        .raw()
    );
}

#[test]
fn english_passes_on_what_clap_says() {
    let english = || localise(tree(), Lang::En, 80);
    assert_data_eq!(
        typed(english(), "yishi membr", Lang::En).1,
        str![[r#"
error: unrecognized subcommand 'membr'
hint: a similar subcommand exists: 'member'
hint: Usage: yishi [OPTIONS] [COMMAND]
hint: For more information, try '--help'.

"#]]
    );
    let (_, text) = typed(english(), "yishi member show 0", Lang::En);
    assert!(
        text.starts_with("error: invalid value '0' for '<NO>': numbers start at 1\n"),
        "{text}"
    );
}

#[test]
fn what_has_no_chinese_is_named_and_what_is_left_over_too() {
    assert_eq!(missing_from(&tree(), &words()), [""; 0]);
    assert_eq!(stale_in(&tree(), &words()), [""; 0]);
    let more = tree()
        .subcommand(Command::new("topic").arg(Arg::new("year").long("year").value_name("YEAR")));
    assert_eq!(
        missing_from(&more, &words()),
        ["topic", "topic: value YEAR", "topic: year"]
    );
    let less = Command::new("yishi").arg(Arg::new("db").long("db"));
    assert_eq!(
        stale_in(&less, &words()),
        [
            "*: format",
            "*: quiet",
            "member",
            "member list",
            "member show"
        ]
    );
}
