//! The data files of the program as the build script packs them. What they say is known where they are used.

use std::fmt;

use serde::Deserialize;

/// The bytes of a data file, by its folder and name without the extension.
macro_rules! packed {
    ($($name:tt)+) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $($name)+))
    };
}

pub(crate) use packed;

/// A data file that does not say what it should.
#[derive(Debug)]
pub(crate) struct Mistake(rmp_serde::decode::Error);

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Reads a data file, whose texts need not be copied.
pub(crate) fn read<T: Deserialize<'static>>(bytes: &'static [u8]) -> Result<T, Mistake> {
    rmp_serde::from_slice(bytes).map_err(Mistake)
}
