//! The closed vocabularies of meetings: one line gives variant, stored code, Chinese, English.

use crate::model::code::Code;

type Words = (&'static str, &'static str, &'static str);

/// Meetings proper and activities, told apart by the kind's class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// 会议.
    Meeting,
    /// 活动.
    Activity,
}

/// Half of a day, in which one sitting takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Half {
    /// 上午.
    Am,
    /// 下午.
    Pm,
}

/// What someone who is no member does at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuestPart {
    /// Provides knowledge, a venue or other means 提供资源.
    Resource,
    /// Knows the field.
    Expert,
    /// Answers for a department.
    Official,
    /// Gives the talk.
    Keynote,
    /// Speaks for those concerned.
    Public,
    /// Listens.
    Observer,
    /// Anyone else.
    Guest,
}

impl Class {
    fn words(self) -> Words {
        match self {
            Class::Meeting => ("meeting", "会议", "meeting"),
            Class::Activity => ("activity", "活动", "activity"),
        }
    }
}

impl Half {
    fn words(self) -> Words {
        match self {
            Half::Am => ("am", "上午", "morning"),
            Half::Pm => ("pm", "下午", "afternoon"),
        }
    }
}

impl GuestPart {
    fn words(self) -> Words {
        match self {
            GuestPart::Resource => ("resource", "资源提供", "resource person"),
            GuestPart::Expert => ("expert", "专家", "expert"),
            GuestPart::Official => ("official", "部门负责人", "official"),
            GuestPart::Keynote => ("keynote", "主讲", "keynote"),
            GuestPart::Public => ("public", "群众代表", "member of the public"),
            GuestPart::Observer => ("observer", "列席", "observer"),
            GuestPart::Guest => ("guest", "来宾", "guest"),
        }
    }
}

impl Code for Class {
    const ALL: &'static [Class] = &[Class::Meeting, Class::Activity];
    fn code(self) -> &'static str {
        self.words().0
    }
    fn zh(self) -> &'static str {
        self.words().1
    }
    fn en(self) -> &'static str {
        self.words().2
    }
}

impl Code for Half {
    const ALL: &'static [Half] = &[Half::Am, Half::Pm];
    fn code(self) -> &'static str {
        self.words().0
    }
    fn zh(self) -> &'static str {
        self.words().1
    }
    fn en(self) -> &'static str {
        self.words().2
    }
}

impl Code for GuestPart {
    const ALL: &'static [GuestPart] = &[
        GuestPart::Resource,
        GuestPart::Expert,
        GuestPart::Official,
        GuestPart::Keynote,
        GuestPart::Public,
        GuestPart::Observer,
        GuestPart::Guest,
    ];
    fn code(self) -> &'static str {
        self.words().0
    }
    fn zh(self) -> &'static str {
        self.words().1
    }
    fn en(self) -> &'static str {
        self.words().2
    }
}
