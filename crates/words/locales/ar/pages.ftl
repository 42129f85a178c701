# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = رسالة خاصة
title-messages = رسائل خاصة

## Around every page

skip-to-content = الانتقال إلى المحتوى
your-access = إعدادات الدخول
sign-out = تسجيل الخروج
footer = رسائل خاصة عبر Narwhal. لا يُحفظ أي شيء على هذا الجهاز.
language-label = اللغة
phrase-label = العبارة المتفق عليها معك:
# Stands for an empty subject.
no-subject = رسالة
# Stands for the subject of a message that waits behind a passcode.
subject-locked = رسالة برمز دخول
# The same for one that only an earlier password opened.
subject-closed = رسالة مغلقة
idle-warning = هل ما زلت هنا؟ تُغلق هذه الصفحة بعد دقيقة واحدة، حتى لا يقرأها أحد غيرك.
idle-stay = إبقاؤها مفتوحة

## Parts of forms

kept-under-label = الاسم في مدير كلمات المرور
password-label = كلمة مرورك
password-new-label = كلمة مرور جديدة
password-choose-label = اختيار كلمة مرور
# The button that shows what is typed as a password.
password-show = إظهار
password-show-rest = كلمة المرور
password-hint-long = الحد الأدنى لعدد الأحرف: { $least }. أربع كلمات لا صلة بينها يسهل تذكّرها ويصعب تخمينها.
password-hint = الحد الأدنى لعدد الأحرف: { $least }، ويمكن مثلًا اختيار أربع كلمات.
phone-label = رقم الهاتف
phone-hint = مثلًا ⁦(211) 436-7789⁩، أو ⁦+44 7700 900123⁩ لرقم من خارج البلد.
no-script = خاصية JavaScript متوقفة في متصفحك. عند تشغيلها تبقى كلمة مرورك على هذا الجهاز: يُرجى تشغيلها وإعادة تحميل الصفحة.

## The first visit

claim-heading = رسالة خاصة لك من { $organisation }
claim-lead = لم تُرسل في رسالة نصية حفاظًا على خصوصيتها، بل تنتظرك هنا. يُرجى اختيار كلمة مرور: من بعدها لا تُفتح رسائلك إلا بها.
claim-lead-passcode = لم تُرسل في رسالة نصية حفاظًا على خصوصيتها، بل تنتظرك هنا. يُرجى إدخال رمز الدخول الذي أُبلغت به، واختيار كلمة مرور: من بعدها لا تُفتح رسائلك إلا بكلمة المرور هذه.
claim-lead-replaces = يُرجى إدخال رمز الدخول الذي أُبلغت به، واختيار كلمة مرور جديدة. ما أُرسل إليك من قبل يبقى مغلقًا، ما لم تُتِحه الجهة المرسلة من جديد.
claim-form = اختيار كلمة مرورك
claim-submit = فتح رسالتي
claim-busy = جارٍ تأمينها بكلمة مرورك…
unexpected-summary = لم أكن أتوقع هذا
claim-unexpected = لا داعي إذن للعجلة. لا يُفتح شيء قبل اختيار كلمة مرور، ولا تطلب هذه الصفحة أي شيء آخر: لا بيانات مصرفية، ولا رموز تحقق، ولا تنزيل. عند الشك يُرجى التواصل هاتفيًا مع { $organisation } على رقم معروف لديك من قبل.
claim-forget-summary = ماذا لو نسيت كلمة مروري؟
claim-forget = لا يستطيع أحد استخراجها لك، ولا حتى { $organisation }. لذلك يُرجى حفظها في مدير كلمات المرور، أو على ورقة في مكان آمن.

## Later visits

unlock-lead = يُرجى إدخال كلمة المرور التي اخترتها في المرة الأولى.
unlock-form = فتح رسالتك
unlock-submit = فتح رسالتي
unlock-busy = جارٍ فتح رسالتك…
unlock-unexpected = إن لم تكن الجهة المرسلة معروفة لديك، فلا حاجة إلى فتح أي شيء.
forgot-summary = نسيت كلمة مروري
have-recovery-code = لديّ رمز استرداد
have-none-ask = ليس لديّ رمز: طلب كلمة مرور جديدة

## The way in without a link

inbox-sign-in-heading = رسائلك الخاصة
inbox-sign-in-lead = يُرجى تسجيل الدخول برقم هاتفك وكلمة المرور التي اخترتها.
inbox-sign-in-form = تسجيل الدخول
inbox-sign-in-submit = تسجيل الدخول
inbox-sign-in-busy = جارٍ تسجيل الدخول…
no-password-summary = ليست لديّ كلمة مرور بعد
no-password = يكون اختيارها عند فتح رسالتك الأولى. يُرجى الضغط على الرابط في الرسالة النصية التي وصلتك من { $organisation }.

## "This is not for me"

not-for-me-link = هذه الرسالة ليست لي
not-for-me-heading = هل هذه الرسالة ليست لك؟
not-for-me-lead = إذن فالرقم المسجل لدى { $organisation } غير صحيح. ضغطة واحدة تكفي لإبلاغهم بذلك: لن تصل منهم رسائل أخرى إلى هذا الهاتف، ولا يلزمك فعل أي شيء آخر.
not-for-me-submit = ليست لي
back-to-message = العودة إلى الرسالة

## An open message

message-until = يمكن قراءة هذه الرسالة حتى { $date }. بعد ذلك تُمحى.
idle-note = { $minutes ->
    [zero] تُغلق الصفحة تلقائيًا في أقل من دقيقة إذا لم تُستخدم.
    [one] تُغلق الصفحة تلقائيًا إذا لم تُستخدم لمدة دقيقة.
    [two] تُغلق الصفحة تلقائيًا إذا لم تُستخدم لمدة دقيقتين.
    [few] تُغلق الصفحة تلقائيًا إذا لم تُستخدم لمدة { $minutes } دقائق.
    [many] تُغلق الصفحة تلقائيًا إذا لم تُستخدم لمدة { $minutes } دقيقة.
   *[other] تُغلق الصفحة تلقائيًا إذا لم تُستخدم لمدة { $minutes } دقيقة.
}
# Over a letter: the person signs it.
signed-by = { $person }، { $organisation }
other-messages = رسائلك الأخرى
all-messages = جميع رسائلك
archive-kept = لدى { $organisation } مفتاح أرشيف (وصول طارئ) يمكن به فتح هذه الرسالة أيضًا.
archive-opened = فُتحت من قِبل { $organisation } عبر الوصول الطارئ في { $date }.

## Its files

attachments-title = { $count ->
    [zero] لا ملفات
    [one] ملف واحد
    [two] ملفان
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}
attachment-show = عرض
attachment-save = حفظ
attachment-save-warning = الملف المحفوظ يبقى على هذا الجهاز خارج حماية هذه الصفحة، ويمكن لكل من يستخدم الجهاز فتحه. يُرجى ألّا تُفتح إلا ملفات من جهات معروفة لديك.
attachment-save-anyway = الحفظ رغم ذلك
kind-zip = أرشيف ZIP
kind-text = نص
kind-web-page = صفحة ويب
kind-csv = جدول (CSV)
kind-calendar = موعد في التقويم
kind-mail = بريد إلكتروني
kind-file = ملف
kind-image = صورة
kind-sound = صوت
kind-video = فيديو
kind-document = مستند نصي
kind-table = جدول
kind-slides = عرض تقديمي
size-bytes = { $bytes ->
    [zero] 0 بايت
    [one] بايت واحد
    [two] 2 بايت
    [few] { $bytes } بايت
    [many] { $bytes } بايت
   *[other] { $bytes } بايت
}
size-kilobytes = { $amount } كيلوبايت
size-megabytes = { $amount } ميغابايت
# The sign between whole and tenths in "1.4 MB".
decimal-sign = { "." }

## The list

inbox-heading = رسائلك
inbox-newest = العودة إلى أحدث الرسائل
inbox-older = عرض الرسائل الأقدم
inbox-idle-note = تُغلق الصفحة تلقائيًا إذا لم تُستخدم لفترة.
inbox-empty-heading = لا توجد رسائل حاليًا
inbox-empty = عندما تُرسل إليك رسالة، تصلك رسالة نصية فيها رابط. أما الرسائل التي انتهت مدتها فتُمحى.
inbox-new = جديدة
# In a list: people look for the organisation.
from-whom = { $organisation }، { $person }

## Points in time

month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
# $day and $year are in digits, $month is one of the above.
date = { $day } { $month } { $year }
# $time is like 16:12, in UTC.
date-time = { $date }، { $time } بالتوقيت العالمي

## Pages with one thing to say

calm-unknown-title = لا توجد رسالة على هذا الرابط
calm-unknown = ربما ينقص جزء من الرابط. يُرجى العودة إلى الرسالة النصية التي وصلتك والضغط على الرابط فيها، أو نسخه كاملًا.
calm-expired-title = انتهت مدة هذه الرسالة
calm-expired = حددت الجهة المرسلة يومًا تُمحى الرسالة بعده، وقد مضى هذا اليوم. إن كنت ما زلت بحاجة إليها، يُرجى طلب إرسالها مرة أخرى.
calm-recalled-title = سحبت الجهة المرسلة هذه الرسالة
calm-recalled = لقد مُحيت الرسالة، ولا يلزمك فعل أي شيء. إن كنت في انتظارها، يُرجى سؤال الجهة المرسلة.
calm-not-yet-title = هذه الرسالة ليست جاهزة بعد
calm-not-yet = اختارت الجهة المرسلة وقتًا لاحقًا. يُرجى الاحتفاظ بالرسالة النصية التي وصلتك، والضغط على رابطها من جديد في حينه.
calm-signed-out-title = تم تسجيل خروجك
calm-signed-out = لم يبقَ أي شيء على هذا الجهاز. يمكنك إغلاق هذه الصفحة.
calm-signed-off-title = أُغلقت حفاظًا على الخصوصية
calm-signed-off = لم تُستخدم الصفحة لفترة، ولذلك تم تسجيل خروجك. لم يبقَ أي شيء على هذا الجهاز.
calm-unavailable-title = يتعذر الوصول إليها الآن
calm-unavailable = رسالتك في أمان. هناك عطل لدينا، وليس في هاتفك. يُرجى إعادة المحاولة بعد بضع دقائق.
calm-just-downloaded-title = لقد نزّلت بياناتك للتو
calm-just-downloaded = يحفظ متصفحك الملف ضمن التنزيلات. إذا لم تجده هناك، فانتظر دقيقة ثم أعد المحاولة.
calm-not-for-them-title = شكرًا على إبلاغنا
calm-not-for-them = لن تصلك رسائل نصية أخرى من هذه الجهة، وقد أُبلغت الجهة بأن الرسالة لم تصل إلى الشخص المقصود. لا يلزمك فعل أي شيء آخر.
sign-in-again = تسجيل الدخول من جديد
try-again = إعادة المحاولة

## A message behind a passcode

passcode-label = رمز الدخول
passcode-hint = هو رمز أبلغك به فريق { $organisation }، أو يُعطى لك عند طلبه. لا فرق بين الأحرف الكبيرة والصغيرة، ولا أثر للمسافات.
passcode-heading = لهذه الرسالة رمز دخول
passcode-lead = أقفلتها الجهة المرسلة برمز دخول مستقل، إضافةً إلى كلمة مرورك.
passcode-sealed-heading = هذه الرسالة مقفلة
passcode-sealed = أُدخل رمز دخول خاطئ خمس مرات، ولذلك لم تعد المحاولة ممكنة. رسالتك في أمان. يُرجى التواصل هاتفيًا مع { $organisation } على رقم معروف لديك للحصول على رمز دخول جديد، وبعدها يعمل الرابط في رسالتك النصية من جديد.
passcode-have-new = لديّ رمز دخول جديد
passcode-elsewhere-heading = هناك رسالة تُفتح أولًا
passcode-elsewhere = لديك من { $organisation } رسالة أخرى لها رمز دخول. يُرجى فتح تلك الرسالة أولًا، ثم تُفتح هذه أيضًا.
passcode-elsewhere-go = الانتقال إلى تلك الرسالة

## A forgotten password, without a recovery code

forgotten-heading-unasked = هل نسيت كلمة مرورك؟
forgotten-heading-asked = تم إرسال طلبك
forgotten-heading-approved = قريبًا يمكنك اختيار كلمة مرور جديدة
forgotten-heading-declined = لم تتم الموافقة على طلبك
forgotten-unasked = لا يستطيع أحد استخراجها. لكن يمكن للجهة التي راسلتك أن تسمح لك باختيار كلمة مرور أخرى.
forgotten-asked = سيتحدث معك فريق { $organisation } قبل أن يُتاح لك اختيار كلمة مرور جديدة. ويمكنك أيضًا الاتصال بهم على رقم معروف لديك.
forgotten-approved = ابتداءً من { $date } يمكنك اختيار كلمة مرور جديدة هنا، برمز الدخول الذي أُبلغت به. يُرجى العودة حينها عبر الرابط نفسه.
forgotten-declined = لم يوافق فريق { $organisation } على استبدال كلمة المرور. يُرجى الاتصال بهم على رقم معروف لديك.
forgotten-step-1 = يُبلَّغ فريق { $organisation } بأنك نسيت كلمة مرورك، وتصل إلى رقمك رسالة نصية بذلك.
forgotten-step-2 = يتحدث الفريق معك للتأكد من هويتك، ويبلغك برمز دخول.
forgotten-step-3 = بعد فترة انتظار، يمكنك فتح الرابط في رسالتك النصية من جديد، وإدخال رمز الدخول، واختيار كلمة مرور جديدة.
forgotten-earlier = تبقى رسائلك السابقة مغلقة، ما لم تُتِحها الجهة المرسلة من جديد.
forgotten-submit = طلب كلمة مرور جديدة
closed-heading = تبقى هذه الرسالة مغلقة
closed-lead = أُرسلت قبل اختيارك كلمة مرور جديدة، ولا تُفتح إلا بالكلمة القديمة. يمكن لفريق { $organisation } إتاحتها من جديد: يُرجى طلب ذلك منهم.

## The recipient's own page

account-heading = إعدادات الدخول
account-changed = تم تغيير كلمة مرورك، وتسجيل خروجك من كل مكان آخر.
account-sessions = أماكن تسجيل دخولك
session-this = هذه الجلسة، منذ { $date }
session-used = آخر استخدام: { $date }
session-end-label = تسجيل الخروج من { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } على { $system }
device-unknown = متصفح
account-end-all = تسجيل الخروج من كل مكان
change-heading = تغيير كلمة مرورك
change-lead = تبقى رسائلك كما هي: تُفتح بعدها بكلمة المرور الجديدة.
change-current = كلمة المرور الحالية
change-submit = تغيير كلمة المرور
change-busy = جارٍ تغيير كلمة مرورك…

## Recovery codes

recovery-heading = رمز الاسترداد
recovery-what = رمز الاسترداد يفتح رسائلك إذا نسيت كلمة مرورك. يُرجى حفظه على ورقة أو في مكان آمن، لا بين رسائلك النصية.
recovery-since = لديك رمز أُنشئ في { $date }. الرمز الجديد يحل محله.
recovery-none = ليس لديك رمز. إذا نسيت كلمة مرورك، فلن يستطيع أحد فتح رسائلك.
recovery-make = إنشاء رمز استرداد
recovery-make-busy = جارٍ إنشاؤه…
recovery-kept = حفظته: إلى رسائلي
recovery-shown-heading = رمز الاسترداد الجديد
recovery-shown = لا يظهر إلا الآن. يُرجى تدوينه أو طباعته أو حفظه: يُستخدم مرة واحدة، وبعدها يظهر لك رمز آخر.
recovery-copy = نسخ
recovery-print = طباعة
recovery-save = حفظ في ملف
recovery-file-name = رمز-الاسترداد.txt
recover-heading = استخدام رمز الاسترداد
recover-lead = بالرمز الذي احتفظت به يمكنك اختيار كلمة مرور جديدة. تبقى رسائلك كما هي.
recover-form = استخدام رمز الاسترداد
recover-code-label = رمز الاسترداد
recover-code-hint = عدد الأحرف والأرقام 24. لا أثر للشرطات، ولا فرق بين الأحرف الكبيرة والصغيرة.
recover-submit = تعيين كلمة المرور الجديدة
recover-busy = جارٍ تعيينها…
recover-none-summary = ليس لديّ رمز استرداد
recover-none = يُرجى إذن فتح الرابط في رسالة نصية وصلتك من { $organisation }، وطلب كلمة مرور جديدة هناك.
recovery-offer-heading = إذا نسيت كلمة مرورك
recovery-offer = لا يستطيع أحد استخراجها لك. لكن برمز استرداد محفوظ على ورقة يمكنك فتح رسائلك رغم ذلك.

## One's own messages, a locked number, a phone that is shared

account-code-ended = لم يعد رمز الاسترداد الذي كان لديك صالحًا: أنشئ رمزًا آخر أدناه.
account-openings = متى فُتحت رسائلك، وإزالة رسالة
own-language-heading = اللغة
own-language-text = هذه الصفحات والرسائل القصيرة التي تصلك مكتوبة بهذه اللغة.
own-language-label = لغتك
own-language-save = حفظ
own-language-saved = تم الحفظ. ستصلك الرسائل القصيرة بهذه اللغة من الآن.
safety-heading = رقم الأمان الخاص بك
safety-text = من يكتب إليك يرى الرقم نفسه. إذا قارنتماه صوتيًا وكان مطابقًا، فأنت وحدك من يمكنه فتح ما يُرسل إليك.
download-heading = تنزيل بياناتي
download-text = ملف واحد يحتوي على رسائلك وملفاتها، ما يمكن فتحه منها الآن، وما هو معروف عن وصولك. الملف غير محمي: من يجده على جهازك يمكنه قراءته.
download-button = تنزيل
openings-heading = متى فُتحت رسائلك
openings-advice = إذا فُتحت رسالة ولم تكن أنت من فتحها، فسجّل الخروج من كل الأجهزة وغيّر كلمة المرور.
openings-empty = لا توجد رسائل في الوقت الحالي.
openings-never = لم تُفتح بعد
openings-sent = أُرسلت في { $date }
openings-first = فُتحت أول مرة في { $date }
openings-last = فُتحت آخر مرة في { $date }
openings-remove = إزالة
remove-heading = هل تريد إزالة هذه الرسالة من قائمتك؟
remove-lead = لن تتمكن من فتحها بعد ذلك، ولا يمكن لأحد استعادتها. يرى المرسل أنك أزلتها ويحتفظ بنسخته.
remove-submit = إزالة نهائية
remove-keep = الاحتفاظ بها
calm-removed-title = لقد أزلت هذه الرسالة
calm-removed = أُزيلت نهائيًا. إذا احتجت إليها مرة أخرى، فاطلب من مرسلها أن يرسلها من جديد.
number-locked-heading = رسائلك مقفلة
number-locked = لحمايتك، أقفلت { $organisation } الرسائل المرسلة إلى هذا الرقم. يُرجى الاتصال بهم على رقم تعرفه: يمكنهم إعطاؤك رمز دخول، وعندها يعمل الرابط في رسالتك النصية من جديد.
number-locked-button = لديّ رمز دخول
shared-label = هذا الهاتف مشترك مع آخرين
shared-hint = عندها تُغلق الصفحة أسرع عندما لا تستخدمها، وفيها زر يخفيها فورًا.
hide-button = إخفاء هذه الصفحة
hidden-heading = لا شيء هنا
hidden-text = هذه الصفحة فارغة. يمكنك إغلاقها.
forgotten-until = هذا ممكن حتى { $date }.

## The plain way

no-start = لم تتمكن هذه الصفحة من العمل في متصفحك. لا تسمح بذلك هواتف iPhone في نمط المنع وبعض المتصفحات القديمة، أو ربما انقطع الاتصال. يُرجى إعادة تحميل الصفحة أو فتحها في متصفح آخر.
plain-offer = هناك أيضًا نموذج بسيط. عند استخدامه تمر كلمة مرورك عبر خادم { $organisation }، الذي يستخدمها للحظة ولا يحتفظ بها. إذا كانت الصفحة المعتادة تعمل فهي الأفضل.
plain-go = استخدام النموذج البسيط
plain-none = لا يسمح فريق { $organisation } بطريقة أخرى، لأن كلمة مرورك ستمر عندها عبر خادم. يُرجى استخدام متصفح آخر أو جهاز آخر، أو التواصل هاتفيًا مع { $organisation } على رقم معروف لديك.
plain-warning = في هذه الصفحة تمر كلمة مرورك عبر خادم { $organisation }. تُستخدم للحظة ولا يُحتفظ بها. أما في الصفحة المعتادة فتبقى على جهازك.
plain-back = استخدام الصفحة المعتادة
plain-forbidden-title = هذه الطريقة مغلقة
plain-forbidden = لا يسمح فريق { $organisation } بمرور كلمات المرور عبر خادم. يُرجى فتح رسالتك في الصفحة المعتادة، في متصفح يدعم JavaScript أو على جهاز آخر. إذا لم ينجح أي شيء فيُرجى التواصل هاتفيًا مع { $organisation } على رقم معروف لديك.
plain-empty = يُرجى ملء هذا الحقل.
plain-password-long = كلمة المرور هذه طويلة جدًا.
plain-busy = يسجّل كثيرون الدخول في هذه اللحظة. يُرجى الانتظار بضع ثوانٍ ثم إرسال النموذج من جديد.
message-read-submit = إبلاغ المُرسِل بأنني قرأتها
## Passkeys, which people know by what they do

passkey-heading = Face ID أو بصمة الإصبع أو قفل الشاشة
passkey-what = تسجيل الدخول من دون كتابة: بما يفتح قفل جهازك. تبقى كلمة المرور كما هي، وتنفعك إذا فُقد الجهاز.
passkey-unlock = الفتح باستخدام Face ID أو بصمة الإصبع أو قفل الشاشة
passkey-added = أُضيف في { $date }.
passkey-used = آخر استخدام في { $date }.
passkey-remove = إزالة
passkey-remove-label = إزالة { $name }
passkey-name-label = اسم لهذا الجهاز
passkey-name-hint = مثلًا: هاتفي. يمكن تركه فارغًا.
passkey-password-label = كلمة مرورك، للتأكد من هويتك
passkey-checking = جارٍ التحقق…
passkey-busy = جارٍ التحقق من كلمة المرور. يستغرق ذلك بضع ثوانٍ.
passkey-wrong = هذه ليست كلمة مرورك.
passkey-submit = إضافة هذا الجهاز
passkey-unsupported = لا يستطيع متصفحك ذلك. تبقى كلمة المرور صالحة كما كانت.
passkey-confirm = كلمة المرور صحيحة. سيطلب جهازك الآن وجهك أو إصبعك أو قفل الشاشة، وربما مرتين.
passkey-go-on = متابعة
passkey-unlock-cancelled = لم يُفتح شيء. يُرجى إعادة المحاولة، أو كتابة كلمة المرور.
passkey-unlock-no-key = لا يستطيع هذا الجهاز أو المتصفح الفتح بهذه الطريقة. يُرجى كتابة كلمة المرور.
passkey-unlock-refused = هذا الجهاز غير معروف هنا، أو ليس لهذه الرسالة. يُرجى كتابة كلمة المرور.
passkey-add-cancelled = لم يُضف شيء. تمكن إعادة المحاولة في أي وقت.
passkey-add-there = هذا الجهاز موجود في قائمتك من قبل.
passkey-add-no-key = يستطيع هذا الجهاز أو المتصفح تسجيل الدخول بهذه الطريقة، لكنه لا يستطيع حفظ مفتاحك بأمان (تنقصه PRF). لم يُضف شيء؛ وتبقى كلمة المرور صالحة كما كانت.
passkey-add-refused = لم ينجح ذلك. يُرجى إعادة تحميل الصفحة.
passkey-offer-heading = فتح الرسالة التالية من دون كتابة
passkey-offer = يستطيع جهازك فتح رسائلك باستخدام Face ID أو بصمة الإصبع أو قفل الشاشة، بدلًا من كلمة المرور.
passkey-offer-link = الإعداد
passkey-done-added = تم: من الآن فصاعدًا يمكنك تسجيل الدخول على هذا الجهاز من دون كتابة.
passkey-done-removed = تمت الإزالة. لم يعد يفتح شيئًا هنا.
