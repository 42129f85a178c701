//! The built-in templates.
//!
//! A UCS-2 segment has 70 units, of which a link such as `https://secure.example.org/m/` with its 22 characters takes
//! 51: what Chinese and Arabic notices say beside it is as short as words can be.

use super::{InTexts as _, Language, Link, Occasion, Rules, Template, TemplateError};

impl Template {
    /// The built-in template. Where the link leaves no room for it in one segment, it is the English one, which has
    /// 160 units in place of 70: [`Template::language`] then says so.
    ///
    /// # Errors
    /// [`TemplateError::LinkTooLong`], when the link is too long for English too.
    pub fn built_in(
        language: Language,
        occasion: Occasion,
        longest_link: &Link,
    ) -> Result<Self, TemplateError> {
        let parse = |language| {
            let rules = Rules { language, occasion, longest_link };
            Self::parse(built_in_words(language, occasion), &rules)
        };
        parse(language)
            .or_else(|error| if error.is_length() { parse(Language::English) } else { Err(error) })
            .map_err(|error| match error {
                // Nobody can shorten these words; the link is what can be.
                TemplateError::TooLong { over } => {
                    let units = Language::English.encoding().units(longest_link.as_str());
                    TemplateError::LinkTooLong { units, most: units.saturating_sub(over) }
                }
                error => error,
            })
    }
}

/// The source of a built-in template, as a starting point for one's own.
#[must_use]
pub const fn built_in_words(language: Language, occasion: Occasion) -> &'static str {
    match language {
        Language::English => english(occasion),
        Language::Spanish => spanish(occasion),
        Language::French => french(occasion),
        Language::Portuguese => portuguese(occasion),
        Language::German => german(occasion),
        Language::Chinese => chinese(occasion),
        Language::Arabic => arabic(occasion),
    }
}

const fn english(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => {
            "{organisation} sent you a private message[ ({phrase})]: {link} [It opens in your browser, no app needed. ]{stop}"
        }
        Occasion::Reminder => {
            "{organisation}: a private message still waits[ for you][ ({phrase})]: {link} [It opens in your browser. ]{stop}"
        }
        Occasion::OptedOut => {
            "{organisation}: you will get no more texts from us. Reply START to get them again."
        }
        Occasion::OptedIn => "{organisation}: you will again get a text when a private message waits. {stop}",
        Occasion::Help => {
            "{organisation} texts you when a private message waits for you. Its link opens in your browser. {stop}"
        }
        Occasion::ResetAsked => {
            "{organisation}: somebody asked to replace the password of your private messages. If it was not you, please call us."
        }
        Occasion::ResetDone => {
            "{organisation}: the password of your private messages was replaced. If it was not you, please call us."
        }
        Occasion::Locked => {
            "{organisation}: access to your private messages was locked. To open it again, please call us and ask for a passcode."
        }
    }
}

const fn spanish(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => {
            "{organisation} le ha enviado un mensaje privado[ ({phrase})]: {link} [Se abre en su navegador, sin instalar nada. ]{stop}"
        }
        Occasion::Reminder => {
            "{organisation}: un mensaje privado le espera[ ({phrase})]: {link} [Se abre en su navegador. ]{stop}"
        }
        Occasion::OptedOut => {
            "{organisation}: ya no le enviaremos SMS. Para recibirlos de nuevo responda ALTA."
        }
        Occasion::OptedIn => "{organisation}: volveremos a avisarle por SMS de sus mensajes privados. {stop}",
        Occasion::Help => {
            "{organisation} le avisa por SMS cuando le espera un mensaje privado. Abra el enlace para leerlo. {stop}"
        }
        Occasion::ResetAsked => {
            "{organisation}: alguien ha pedido cambiar la contraseña de sus mensajes privados. Si no ha sido usted, hable con nosotros."
        }
        Occasion::ResetDone => {
            "{organisation}: se ha cambiado la contraseña de sus mensajes privados. Si no ha sido usted, hable con nosotros."
        }
        Occasion::Locked => {
            "{organisation}: se ha bloqueado el acceso a sus mensajes privados. Para abrirlo de nuevo, hable con nosotros y pida una clave."
        }
    }
}

const fn french(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => {
            "{organisation} vous a envoyé un message privé[ ({phrase})] : {link} [Il s'ouvre dans votre navigateur, sans application. ]{stop}"
        }
        Occasion::Reminder => {
            "{organisation} : un message privé vous attend[ ({phrase})] : {link} [Il s'ouvre dans votre navigateur. ]{stop}"
        }
        Occasion::OptedOut => {
            "{organisation} : vous ne recevrez plus de SMS. Pour en recevoir à nouveau, répondez START."
        }
        Occasion::OptedIn => {
            "{organisation} : nous vous avertirons à nouveau de vos messages privés par SMS. {stop}"
        }
        Occasion::Help => {
            "{organisation} vous avertit par SMS quand un message privé vous attend. Le lien l'ouvre. {stop}"
        }
        Occasion::ResetAsked => {
            "{organisation} : quelqu'un a demandé à remplacer le mot de passe de vos messages privés. Si ce n'est pas vous, appelez-nous."
        }
        Occasion::ResetDone => {
            "{organisation} : le mot de passe de vos messages privés a été remplacé. Si ce n'est pas vous, appelez-nous."
        }
        Occasion::Locked => {
            "{organisation} : l'accès à vos messages privés a été bloqué. Pour le rouvrir, appelez-nous et demandez un code."
        }
    }
}

const fn portuguese(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => {
            "{organisation} enviou uma mensagem privada[ ({phrase})]: {link} [Abre no seu navegador, sem instalar nada. ]{stop}"
        }
        Occasion::Reminder => {
            "{organisation}: uma mensagem privada ainda aguarda leitura[ ({phrase})]: {link} [Abre no seu navegador. ]{stop}"
        }
        Occasion::OptedOut => {
            "{organisation}: deixaremos de enviar SMS. Para voltar a receber, responda INICIAR."
        }
        Occasion::OptedIn => {
            "{organisation}: voltaremos a avisar por SMS sobre as suas mensagens privadas. {stop}"
        }
        Occasion::Help => {
            "{organisation} avisa por SMS quando uma mensagem privada espera. Abra o link para ler. {stop}"
        }
        Occasion::ResetAsked => {
            "{organisation}: alguém pediu para trocar a senha das suas mensagens privadas. Se isso parece estranho, ligue-nos."
        }
        Occasion::ResetDone => {
            "{organisation}: a senha das suas mensagens privadas foi trocada. Se isso parece estranho, ligue-nos."
        }
        Occasion::Locked => {
            "{organisation}: o acesso às suas mensagens privadas foi bloqueado. Para abrir de novo, ligue-nos."
        }
    }
}

const fn german(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => {
            "{organisation} hat Ihnen eine private Nachricht gesendet[ ({phrase})]: {link} [Sie öffnet sich im Browser, ganz ohne App. ]{stop}"
        }
        Occasion::Reminder => {
            "{organisation}: Eine private Nachricht wartet noch auf Sie[ ({phrase})]: {link} [Sie öffnet sich im Browser. ]{stop}"
        }
        Occasion::OptedOut => {
            "{organisation}: Sie erhalten keine SMS mehr von uns. Wieder anmelden: START antworten."
        }
        Occasion::OptedIn => {
            "{organisation}: Sie erhalten wieder eine SMS, wenn eine private Nachricht wartet. {stop}"
        }
        Occasion::Help => {
            "{organisation} schreibt Ihnen per SMS, wenn eine private Nachricht wartet. Der Link öffnet sie. {stop}"
        }
        Occasion::ResetAsked => {
            "{organisation}: Jemand möchte das Passwort Ihrer privaten Nachrichten ersetzen. Waren Sie das nicht, rufen Sie uns bitte an."
        }
        Occasion::ResetDone => {
            "{organisation}: Das Passwort Ihrer privaten Nachrichten wurde ersetzt. Waren Sie das nicht, rufen Sie uns bitte an."
        }
        Occasion::Locked => {
            "{organisation}: Der Zugang zu Ihren privaten Nachrichten wurde gesperrt. Bitte rufen Sie uns an und fragen Sie nach einem Code."
        }
    }
}

const fn chinese(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => "{organisation}私信[（{phrase}）]: {link} [浏览器打开 ]{stop}",
        Occasion::Reminder => "{organisation}私信[待读][（{phrase}）]: {link} {stop}",
        Occasion::OptedOut => "{organisation}：您将不再收到我们的短信。回复START可重新接收。",
        Occasion::OptedIn => "{organisation}：您将重新收到私信通知。{stop}。",
        Occasion::Help => "{organisation}：有私信时我们会发短信通知您，请打开链接阅读。{stop}。",
        Occasion::ResetAsked => "{organisation}：有人请求更换您的私信密码。若非本人，请致电我们。",
        Occasion::ResetDone => "{organisation}：您的私信密码已更换。若非本人，请致电我们。",
        Occasion::Locked => "{organisation}：您的私信已被锁定。如需重新打开，请致电我们索取口令。",
    }
}

const fn arabic(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::FirstNotice => "{organisation}[: رسالة][ ({phrase})] {link} {stop}",
        Occasion::Reminder => "{organisation}[: تذكير][ ({phrase})] {link} {stop}",
        Occasion::OptedOut => "{organisation}: لن نرسل لك رسائل أخرى. للعودة أرسل نعم",
        Occasion::OptedIn => "{organisation}: سنرسل لك إشعارات من جديد. للإيقاف {stop}",
        Occasion::Help => "{organisation}: نعلمك برسائلك. افتح الرابط لقراءتها. للإيقاف {stop}",
        Occasion::ResetAsked => "{organisation}: طلب أحدهم تغيير كلمة مرور رسائلك. إن لم تكن أنت فاتصل بنا.",
        Occasion::ResetDone => "{organisation}: تم تغيير كلمة مرور رسائلك. إن لم تكن أنت فاتصل بنا.",
        Occasion::Locked => "{organisation}: أُغلق الوصول إلى رسائلك. لفتحه اتصل بنا واطلب رمزا.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Encoding, Segments};

    fn link(units: usize) -> Link {
        Link::parse(&format!("https://{}", "a".repeat(units - 8))).unwrap()
    }

    fn all() -> impl Iterator<Item = (Language, Occasion)> {
        Language::ALL.into_iter().flat_map(|language| Occasion::ALL.map(|occasion| (language, occasion)))
    }

    #[test]
    fn each_parses_and_fits_in_its_own_language() {
        let link = Link::parse("https://secure.example.org/m/AAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert_eq!(link.as_str().len(), 51);
        for (language, occasion) in all() {
            let template = Template::built_in(language, occasion, &link);
            let template = template.unwrap_or_else(|error| panic!("{language:?} {occasion:?}: {error}"));
            assert_eq!(template.language(), language, "{occasion:?}");
            let preview = template.preview("Harbor Clinic", Some("blue whale"));
            assert_eq!(preview.segments.encoding, language.encoding());
            assert_eq!(preview.segments.count, 1);
            let word = match occasion {
                Occasion::OptedOut => language.start_word(),
                Occasion::ResetAsked | Occasion::ResetDone | Occasion::Locked => continue,
                _ => language.stop_word(),
            };
            assert!(preview.text.contains(word), "{language:?} {occasion:?}");
        }
    }

    #[test]
    fn a_longer_link_makes_it_english() {
        for (language, occasion) in all().filter(|(_, occasion)| occasion.has_link()) {
            let template = Template::built_in(language, occasion, &link(75)).unwrap();
            let expected = match language.encoding() {
                Encoding::Gsm7 => language,
                Encoding::Ucs2 => Language::English,
            };
            assert!([expected, Language::English].contains(&template.language()), "{language:?}");
            let preview = template.preview("海港诊所", None);
            assert_eq!((preview.segments.count, preview.segments.encoding), (1, Encoding::Gsm7));
        }
    }

    #[test]
    fn a_link_that_fits_no_language_is_an_error() {
        for (language, occasion) in all().filter(|(_, occasion)| occasion.has_link()) {
            for units in [115, 150] {
                let error = Template::built_in(language, occasion, &link(units)).unwrap_err();
                let TemplateError::LinkTooLong { most, .. } = error else { panic!("{error}") };
                assert!((80..150).contains(&most), "{error}");
            }
        }
    }

    #[test]
    fn the_usual_english_text() {
        let link = link(51);
        let template = Template::built_in(Language::English, Occasion::FirstNotice, &link).unwrap();
        let preview = template.preview("Harbor Clinic", None);
        assert_eq!(
            preview.text,
            format!(
                "Harbor Clinic sent you a private message: {} It opens in your browser, no app needed. Reply STOP to stop.",
                link.as_str()
            )
        );
        assert_eq!(preview.segments, Segments::of(&preview.text));
    }
}
