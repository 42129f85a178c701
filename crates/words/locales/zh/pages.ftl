# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = 一条私信
title-messages = 私信

## Around every page

skip-to-content = 跳到主要内容
your-access = 登录设置
sign-out = 退出登录
footer = 私信服务由 Narwhal 提供。此设备上不保留任何内容。
language-label = 语言
phrase-label = 您的识别短语：
# Stands for an empty subject.
no-subject = 私信
# Stands for the subject of a message that waits behind a passcode.
subject-locked = 带口令的私信
# The same for one that only an earlier password opened.
subject-closed = 无法打开的私信
idle-warning = 您还在吗？此页面将在一分钟后关闭，以免被他人看到。
idle-stay = 保持打开

## Parts of forms

kept-under-label = 在密码管理器中的名称
password-label = 您的密码
password-new-label = 新密码
password-choose-label = 设置密码
# The button that shows what is typed as a password.
password-show = 显示
password-show-rest = 密码
password-hint-long = 至少{ $least }个字符。四个互不相关的词，既好记又难猜。
password-hint = 至少{ $least }个字符，例如四个词。
phone-label = 手机号码
phone-hint = 例如 (211) 436-7789；境外号码如 +44 7700 900123。
no-script = 您的浏览器已关闭 JavaScript。开启后，您的密码就不会离开此设备：请将其开启，然后重新加载页面。

## The first visit

claim-heading = { $organisation }给您发来一条私信
claim-lead = 内容私密，不便用短信发送，所以在这里等您查看。请设置密码：从此以后，只有用它才能打开您的私信。
claim-lead-passcode = 内容私密，不便用短信发送，所以在这里等您查看。请输入对方告诉您的口令，并设置密码：从此以后，只有用这个密码才能打开您的私信。
claim-lead-replaces = 请输入对方告诉您的口令，并设置新密码。以前发给您的私信仍无法打开，除非发送方重新开放。
claim-form = 设置您的密码
claim-submit = 打开私信
claim-busy = 正在用您的密码加密…
unexpected-summary = 我没料到会收到这条私信
claim-unexpected = 那就不必着急。在您设置密码之前，什么都不会打开；本页面也不会索要别的东西：无需银行信息，无需验证码，也无需下载。如有疑问，请按您原本就知道的号码致电{ $organisation }。
claim-forget-summary = 如果忘记密码怎么办？
claim-forget = 没有人能帮您查到密码，{ $organisation }也不能。因此，请把它保存在密码管理器中，或写在纸上放在安全的地方。

## Later visits

unlock-lead = 请输入您第一次使用时设置的密码。
unlock-form = 打开您的私信
unlock-submit = 打开私信
unlock-busy = 正在打开您的私信…
unlock-unexpected = 如果您不知道是谁发来的，可以不打开。
forgot-summary = 我忘记了密码
have-recovery-code = 我有恢复码
have-none-ask = 我没有恢复码：申请新密码

## The way in without a link

inbox-sign-in-heading = 您的私信
inbox-sign-in-lead = 请用您的手机号码和您设置的密码登录。
inbox-sign-in-form = 登录
inbox-sign-in-submit = 登录
inbox-sign-in-busy = 正在登录…
no-password-summary = 我还没有密码
no-password = 您可以在打开第一条私信时设置密码。请点按{ $organisation }发给您的短信中的链接。

## "This is not for me"

not-for-me-link = 这条私信不是给我的
not-for-me-heading = 这条私信不是给您的吗？
not-for-me-lead = 那么是{ $organisation }记错了号码。您只需点按一下即可告知对方：对方不会再向这部手机发送任何内容，您也无需再做什么。
not-for-me-submit = 不是给我的
back-to-message = 返回私信

## An open message

message-until = 这条私信可阅读至{ $date }，之后将被彻底删除。
idle-note = { $minutes ->
    [0] 如果您没有使用，页面会在一分钟之内自动关闭。
   *[other] 如果您{ $minutes }分钟没有使用，页面会自动关闭。
}
# Over a letter: the person signs it.
signed-by = { $person }，{ $organisation }
other-messages = 您的其他私信
all-messages = 您的全部私信
archive-kept = { $organisation }保存有一把归档密钥（紧急访问），也可以用它打开这条私信。
archive-opened = { $organisation }于{ $date }通过紧急访问打开过。

## Its files

attachments-title = { $count ->
   *[other] { $count }个文件
}
attachment-show = 查看
attachment-save = 保存
attachment-save-warning = 保存的文件会留在此设备上，不再受本页面保护，使用此设备的人都能打开。请只打开来自您认识的发送方的文件。
attachment-save-anyway = 仍然保存
kind-zip = ZIP 压缩文件
kind-text = 文本
kind-web-page = 网页
kind-csv = 表格（CSV）
kind-calendar = 日程
kind-mail = 邮件
kind-file = 文件
kind-image = 图片
kind-sound = 音频
kind-video = 视频
kind-document = 文字文档
kind-table = 表格
kind-slides = 幻灯片
size-bytes = { $bytes ->
   *[other] { $bytes }字节
}
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
# The sign between whole and tenths in "1.4 MB".
decimal-sign = { "." }

## The list

inbox-heading = 您的私信
inbox-newest = 返回最新的私信
inbox-older = 显示更早的私信
inbox-idle-note = 一段时间没有使用，页面会自动关闭。
inbox-empty-heading = 目前没有私信
inbox-empty = 有人给您发私信时，您会收到一条带链接的短信。过期的私信会被彻底删除。
inbox-new = 新
# In a list: people look for the organisation.
from-whom = { $organisation }，{ $person }

## Points in time

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
# $day and $year are in digits, $month is one of the above.
date = { $year }年{ $month }{ $day }日
# $time is like 16:12, in UTC.
date-time = { $date } { $time } UTC

## Pages with one thing to say

calm-unknown-title = 此链接没有对应的私信
calm-unknown = 链接可能不完整。请回到您收到的短信，点按其中的链接，或复制完整的链接。
calm-expired-title = 这条私信已过期
calm-expired = 发送方设定了彻底删除的日期，这个日期已过。如果您仍需要这条私信，请联系发送方重新发送。
calm-recalled-title = 发送方撤回了这条私信
calm-recalled = 这条私信已被彻底删除，您无需做任何事。如果您在等这条私信，请询问发送方。
calm-not-yet-title = 这条私信还不能查看
calm-not-yet = 发送方选择了稍后的时间。请保留您收到的短信，到时再点按其中的链接。
calm-signed-out-title = 您已退出登录
calm-signed-out = 此设备上没有留下任何内容。您可以关闭此页面。
calm-signed-off-title = 为保护隐私，页面已关闭
calm-signed-off = 您有一段时间没有使用此页面，所以已自动退出登录。此设备上没有留下任何内容。
calm-unavailable-title = 暂时无法打开
calm-unavailable = 您的私信是安全的。问题出在我们这边，不是您的手机。请过几分钟再试。
calm-just-downloaded-title = 您刚刚下载了您的数据
calm-just-downloaded = 文件保存在浏览器的下载内容中。如果没有找到，请等一分钟再试。
calm-not-for-them-title = 感谢您告诉我们
calm-not-for-them = 您不会再收到该发送方的短信，对方也已知道私信没有送到正确的人手中。您无需再做任何事。
sign-in-again = 重新登录
try-again = 再试一次

## A message behind a passcode

passcode-label = 您的口令
passcode-hint = { $organisation }已将口令告诉您，您也可以向对方询问。不区分大小写，有无空格均可。
passcode-heading = 这条私信需要口令
passcode-lead = 除您的密码外，发送方还为这条私信单独设置了口令。
passcode-sealed-heading = 这条私信已锁定
passcode-sealed = 口令已输错五次，所以不能再试。您的私信是安全的。请按您已知的号码致电{ $organisation }：对方可以给您新的口令，之后短信中的链接就能再次使用。
passcode-have-new = 我有新口令
passcode-elsewhere-heading = 请先打开另一条私信
passcode-elsewhere = { $organisation }还给您发来另一条带口令的私信。请先打开那一条，之后这一条也能打开。
passcode-elsewhere-go = 前往那条私信

## A forgotten password, without a recovery code

forgotten-heading-unasked = 忘记密码了？
forgotten-heading-asked = 已提出申请
forgotten-heading-approved = 您很快可以设置新密码
forgotten-heading-declined = 对方没有同意
forgotten-unasked = 没有人能查到密码。不过，给您发私信的一方可以让您重新设置一个。
forgotten-asked = { $organisation }会先与您交谈，之后您才能设置新密码。您也可以按已知的号码致电对方。
forgotten-approved = 从{ $date }起，您可以在这里用对方告诉您的口令设置新密码。到时请打开同一个链接。
forgotten-declined = { $organisation }没有同意更换密码。请按您已知的号码致电对方。
forgotten-step-1 = { $organisation }会得知您忘记了密码，您的号码会收到一条相关短信。
forgotten-step-2 = 对方会与您交谈，确认是您本人，并告诉您口令。
forgotten-step-3 = 等待一段时间后，请再次打开短信中的链接，输入口令并设置新密码。
forgotten-earlier = 您以前的私信仍无法打开，除非发送方重新开放。
forgotten-submit = 申请新密码
closed-heading = 这条私信仍无法打开
closed-lead = 它是在您设置新密码之前发送的，只能用旧密码打开。{ $organisation }可以重新开放：请联系对方。

## The recipient's own page

account-heading = 登录设置
account-changed = 您的密码已更改。您在其他地方的登录均已退出。
account-sessions = 已登录的设备
session-this = 本次登录，开始于{ $date }
session-used = 上次使用：{ $date }
session-end-label = 退出登录：{ $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser }（{ $system }）
device-unknown = 未知浏览器
account-end-all = 全部退出登录
change-heading = 更改密码
change-lead = 您的私信保持不变：之后用新密码打开。
change-current = 原密码
change-submit = 更改密码
change-busy = 正在更改密码…

## Recovery codes

recovery-heading = 恢复码
recovery-what = 忘记密码时，恢复码可以打开您的私信。请写在纸上，或存放在安全的地方，不要放在短信里。
recovery-since = 您已有一个恢复码，创建于{ $date }。新的恢复码会取代它。
recovery-none = 您还没有恢复码。如果忘记密码，没有人能打开您的私信。
recovery-make = 生成恢复码
recovery-make-busy = 正在生成…
recovery-kept = 已保存好，前往私信
recovery-shown-heading = 您的新恢复码
recovery-shown = 恢复码只在此刻显示。请抄写、打印或保存：它只能使用一次，之后您会得到另一个。
recovery-copy = 复制
recovery-print = 打印
recovery-save = 保存为文件
recovery-file-name = huifuma.txt
recover-heading = 使用恢复码
recover-lead = 用您保存的恢复码，可以设置新密码。您的私信保持不变。
recover-form = 使用您的恢复码
recover-code-label = 恢复码
recover-code-hint = 24个字母和数字。有无连字符均可，不区分大小写。
recover-submit = 设置新密码
recover-busy = 正在设置…
recover-none-summary = 我没有恢复码
recover-none = 那么请打开{ $organisation }发给您的短信中的链接，在那里申请新密码。
recovery-offer-heading = 万一您忘记密码
recovery-offer = 没有人能帮您查到密码。有了写在纸上的恢复码，您仍能打开私信。

## One's own messages, a locked number, a phone that is shared

account-code-ended = 您原有的恢复码已失效，请在下方重新创建。
account-openings = 您的私信何时被打开，以及移除私信
own-language-heading = 语言
own-language-text = 这些页面和您收到的短信使用此语言。
own-language-label = 您的语言
own-language-save = 保存
own-language-saved = 已保存。今后的短信将使用此语言。
safety-heading = 您的安全号码
safety-text = 给您写信的人看到的是同一个号码。如果您们通过语音核对且号码一致，则只有您能打开对方发送的内容。
download-heading = 下载我的数据
download-text = 一个文件，包含目前可以打开的私信及其附件，以及有关您访问权限的信息。该文件未加密：在您的设备上找到它的人都可以阅读。
download-button = 下载
openings-heading = 您的私信何时被打开
openings-advice = 如果有私信不是您本人打开的，请在所有设备上退出登录并更改密码。
openings-empty = 目前没有私信。
openings-never = 尚未打开
openings-sent = 发送于 { $date }
openings-first = 首次打开于 { $date }
openings-last = 最近打开于 { $date }
openings-remove = 移除
remove-heading = 要从您的列表中移除此私信吗？
remove-lead = 您将无法再打开它，也没有人能够恢复。发件人会看到您已将其移除，并保留自己的副本。
remove-submit = 永久移除
remove-keep = 保留
calm-removed-title = 您已移除此私信
calm-removed = 它已被永久移除。如果您仍需要，请联系发件人重新发送。
number-locked-heading = 您的私信已被锁定
number-locked = 为了保护您，{ $organisation } 已锁定发送到此号码的私信。请拨打您已知的号码与其联系：对方可以给您一个口令，之后短信中的链接即可重新使用。
number-locked-button = 我有口令
shared-label = 此手机与他人共用
shared-hint = 这样，当您不使用时页面会更早关闭，并有一个可立即隐藏页面的按钮。
hide-button = 隐藏此页面
hidden-heading = 这里没有内容
hidden-text = 此页面为空，您可以关闭它。
forgotten-until = 有效期至 { $date }。

## The plain way

no-start = 此页面无法在您的浏览器中启动。处于锁定模式的 iPhone 和某些旧浏览器不允许运行，也可能是网络连接中断。请重新加载页面，或用其他浏览器打开。
plain-offer = 您也可以使用简易表单。此时您的密码会经过{ $organisation }的服务器，服务器只短暂使用，不会保留。如果常规页面可以使用，那是更好的方式。
plain-go = 使用简易表单
plain-none = { $organisation }不允许使用其他方式，因为那样您的密码会经过服务器。请换用其他浏览器或设备，或按您已知的号码致电{ $organisation }。
plain-warning = 在此页面上，您的密码会经过{ $organisation }的服务器，只短暂使用，不会保留。在常规页面上，密码不会离开您的设备。
plain-back = 使用常规页面
plain-forbidden-title = 此方式已关闭
plain-forbidden = { $organisation }不允许密码经过服务器。请在常规页面上打开您的私信，使用支持 JavaScript 的浏览器，或换用其他设备。如果都不行，请按您已知的号码致电{ $organisation }。
plain-empty = 请填写此项。
plain-password-long = 此密码太长。
plain-busy = 此刻登录的人很多。请等几秒钟，然后重新提交表单。
message-read-submit = 告诉发送者我已读过
## Passkeys, which people know by what they do

passkey-heading = 面容 ID、指纹或屏幕锁
passkey-what = 无需输入即可登录：使用您解锁设备的方式。您的密码保持不变，设备丢失时仍可使用。
passkey-unlock = 使用面容 ID、指纹或屏幕锁打开
passkey-added = 添加时间：{ $date }。
passkey-used = 上次使用：{ $date }。
passkey-remove = 移除
passkey-remove-label = 移除 { $name }
passkey-name-label = 此设备的名称
passkey-name-hint = 例如：我的手机。可以留空。
passkey-password-label = 您的密码，以确认是您本人
passkey-checking = 正在验证……
passkey-busy = 正在验证您的密码，需要几秒钟。
passkey-wrong = 这不是您的密码。
passkey-submit = 添加此设备
passkey-unsupported = 您的浏览器不支持此功能。您的密码仍可照常使用。
passkey-confirm = 密码正确。接下来，您的设备会要求验证面容、指纹或屏幕锁，可能需要两次。
passkey-go-on = 继续
passkey-unlock-cancelled = 没有打开任何内容。请重试，或输入您的密码。
passkey-unlock-no-key = 此设备或浏览器无法用这种方式打开。请输入您的密码。
passkey-unlock-refused = 这里不认识此设备，或者它不能打开这条私信。请输入您的密码。
passkey-add-cancelled = 没有添加任何内容。您可以随时重试。
passkey-add-there = 此设备已在您的列表中。
passkey-add-no-key = 此设备或浏览器可以这样登录，但无法安全保存您的密钥（缺少 PRF）。没有添加任何内容；您的密码仍可照常使用。
passkey-add-refused = 未能成功。请重新加载页面。
passkey-offer-heading = 下一条私信无需输入即可打开
passkey-offer = 您的设备可以用面容 ID、指纹或屏幕锁打开您的私信，代替密码。
passkey-offer-link = 进行设置
passkey-done-added = 已完成：从现在起，您可以在此设备上无需输入即可登录。
passkey-done-removed = 已移除。它在这里不再能打开任何内容。
