//! `narwhal user`

use std::{fs, io, path::Path};

use anyhow::{Context as _, bail};
use domain::{Email, Role};
use engine::{AccountSummary, Engine, EngineError, FactorReset, Invalid, NewAccount};
use zeroize::Zeroizing;

use super::print;
use crate::{cli::User, config::Config, instance::Instance};

/// Works on the database directly, whether or not the service runs.
pub(crate) async fn run(config: Config, command: User) -> anyhow::Result<()> {
    let instance = Instance::for_command(&config).await?;
    let done = carry_out(&instance.engine, command).await;
    instance.store.close().await;
    Ok(print(&done?)?)
}

async fn carry_out(engine: &Engine, command: User) -> anyhow::Result<String> {
    match command {
        User::Add { email, role, name, password_file } => {
            add(engine, email, role, name, &password_file).await
        }
        User::List => list(engine).await,
        User::Disable { email } => disable(engine, &email).await,
        User::ResetFactor { email } => reset_factor(engine, &email).await,
    }
}

async fn add(
    engine: &Engine,
    email: Email,
    role: Role,
    name: Option<String>,
    password_file: &Path,
) -> anyhow::Result<String> {
    let password = read_password(password_file)?;
    let before_the_at = email.as_str().rsplit_once('@').map_or(email.as_str(), |(name, _)| name);
    let name = name.unwrap_or_else(|| before_the_at.to_owned());
    let done = format!("{email} can sign in now ({}).\n", role.code());
    match engine.add_account(NewAccount { email: email.clone(), name, role }, &password).await {
        Ok(_) => Ok(done),
        Err(error) => Err(refusal(error, &email)),
    }
}

fn refusal(error: EngineError, email: &Email) -> anyhow::Error {
    match error {
        EngineError::Invalid(Invalid::EmailTaken) => anyhow::anyhow!("{email} has an account already"),
        EngineError::Invalid(Invalid::WeakPassword) => anyhow::anyhow!(
            "the password is too short or too common: take at least 15 characters, such as four unusual words"
        ),
        other => anyhow::Error::new(other).context("the account was not made"),
    }
}

/// The password without the line's end.
fn read_password(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let read =
        if path == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) };
    let text =
        Zeroizing::new(read.with_context(|| format!("cannot read the password from {}", path.display()))?);
    let password =
        text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    if password.is_empty() {
        bail!("{} holds no password", path.display());
    }
    Ok(password.to_owned().into())
}

async fn list(engine: &Engine) -> anyhow::Result<String> {
    let accounts = engine.accounts().await.context("the accounts could not be read")?;
    if accounts.is_empty() {
        return Ok("There is no account yet. Make one: narwhal user add EMAIL --password-file -\n".to_owned());
    }
    let width =
        accounts.iter().map(|account| account.email.as_str().chars().count()).max().unwrap_or_default();
    Ok(accounts.iter().map(|account| line(account, width)).collect())
}

fn line(account: &AccountSummary, width: usize) -> String {
    let AccountSummary { email, name, role, disabled_at, has_factor, .. } = account;
    let state = if disabled_at.is_some() { "disabled" } else { "enabled" };
    let factor = if *has_factor { "app" } else { "no app" };
    format!("{:<width$}  {:<6}  {state:<8}  {factor:<6}  {name}\n", email.as_str(), role.code())
}

async fn disable(engine: &Engine, email: &Email) -> anyhow::Result<String> {
    if !engine.disable_account(email).await.context("the account was not disabled")? {
        bail!("there is no account {email}. See: narwhal user list");
    }
    Ok(format!("{email} cannot sign in any more. What they have sent stays.\n"))
}

async fn reset_factor(engine: &Engine, email: &Email) -> anyhow::Result<String> {
    match engine.reset_factor(email).await.context("the second factor was not taken away")? {
        FactorReset::NoAccount => bail!("there is no account {email}. See: narwhal user list"),
        FactorReset::HadNone => Ok(format!("{email} has no second factor. Nothing was changed.\n")),
        FactorReset::Done => Ok(format!(
            "{email} signs in with the password alone now, and was signed out everywhere. They are told by mail.\n"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_lose_only_the_line_end() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (content, expected) in
            [("a b \r\n", Some("a b ")), ("a\n\n", Some("a\n")), ("a", Some("a")), ("\n", None)]
        {
            fs::write(file.path(), content).unwrap();
            assert_eq!(
                read_password(file.path()).ok().as_deref().map(String::as_str),
                expected,
                "{content:?}"
            );
        }
    }
}
