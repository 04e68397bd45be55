#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]
