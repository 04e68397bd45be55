//! Packs the data files, whose source is TOML, into `MessagePack`: reading TOML at every start would take
//! longer than checking a report.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folders of `src` with data files.
const FOLDERS: [&str; 3] = ["claims", "forms", "recognise"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for folder in FOLDERS {
        let source = Path::new("src").join(folder);
        println!("cargo:rerun-if-changed={}", source.display());
        fs::create_dir_all(out.join(folder))?;
        for entry in fs::read_dir(source)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let target = out.join(folder).join(path.file_stem().unwrap_or_default());
                pack(&path, &target).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
    }
    fix_addresses();
    Ok(())
}

/// Lets the linker give the program fixed addresses where that is known to work. At any address, its 20,000
/// pointers would be written anew at every start, which takes longer than reading and recognising a report.
fn fix_addresses() {
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}

/// Packs one file. The marks of a form file are packed beside it as well, since they are read to find out
/// whether the rest is needed.
fn pack(path: &Path, target: &Path) -> Result<(), Box<dyn Error>> {
    let table: toml::Table = toml::from_str(&fs::read_to_string(path)?)?;
    fs::write(target, rmp_serde::to_vec_named(&table)?)?;
    if let Some(marks) = table.get("marks") {
        fs::write(target.with_extension("marks"), rmp_serde::to_vec(marks)?)?;
    }
    Ok(())
}
