//! `narwhal app-password`

use anyhow::bail;
use domain::{Email, UnixMillis};
use engine::{AppPasswordSummary, Engine, EngineError, Invalid};

use super::print;
use crate::{cli::AppPassword, config::Config, instance::Instance};

/// Works on the database directly, whether or not the service runs.
pub(crate) async fn run(config: Config, command: AppPassword) -> anyhow::Result<()> {
    let instance = Instance::for_command(&config).await?;
    let done = carry_out(&instance.engine, command).await;
    instance.store.close().await;
    Ok(print(&done?)?)
}

async fn carry_out(engine: &Engine, command: AppPassword) -> anyhow::Result<String> {
    match command {
        AppPassword::Add { email, name } => {
            let made = engine.add_app_password_for(&email, &name).await;
            let made = made.map_err(|error| refusal(error, &email))?;
            Ok(format!("{}\n", made.password.as_str()))
        }
        AppPassword::List { email } => {
            let listed = engine.app_passwords_of(&email).await;
            let listed = listed.map_err(|error| refusal(error, &email))?;
            Ok(listed.iter().map(|password| line(password, engine.clock().now())).collect())
        }
        AppPassword::Revoke { email, id } => {
            let revoked = engine.revoke_app_password_of(&email, id).await;
            if !revoked.map_err(|error| refusal(error, &email))? {
                bail!("{email} has no app password {id}. See: narwhal app-password list {email}");
            }
            Ok("Revoked. Mail programs that use it are refused from now on.\n".to_owned())
        }
    }
}

fn refusal(error: EngineError, email: &Email) -> anyhow::Error {
    match error {
        EngineError::NotFound => {
            anyhow::anyhow!("{email} has no account, or it is disabled. See: narwhal user list")
        }
        EngineError::Invalid(Invalid::Name) => anyhow::anyhow!("give it a name of at most 60 characters"),
        other => anyhow::Error::new(other).context("the app passwords could not be read or changed"),
    }
}

fn line(password: &AppPasswordSummary, now: UnixMillis) -> String {
    let AppPasswordSummary { id, name, created_at, last_used_at } = password;
    let used = last_used_at.map_or("never used".to_owned(), |at| format!("used {}", ago(at, now)));
    format!("{id}  made {:<14}  {used:<19}  {name}\n", ago(*created_at, now))
}

/// "3 days ago"
fn ago(at: UnixMillis, now: UnixMillis) -> String {
    let seconds = now.since(at).as_secs();
    let (count, unit) = match seconds {
        0..60 => return "just now".to_owned(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        let start = UnixMillis::new(0);
        let after = |seconds: i64| ago(start, UnixMillis::new(seconds * 1000));
        assert_eq!(
            [5, 61, 7200, 200_000].map(after),
            ["just now", "1 minute ago", "2 hours ago", "2 days ago"]
        );
    }
}
