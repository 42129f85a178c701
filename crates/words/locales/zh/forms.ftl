# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = 正在用您的密码加密您的私信，需要几秒钟。
busy-open = 正在打开您的私信，需要几秒钟。
busy-sign-in = 正在登录，需要几秒钟。
busy-change = 正在更改您的密码，需要几秒钟。
busy-recovery = 正在生成您的恢复码，需要几秒钟。
busy-recover = 正在设置您的新密码，需要几秒钟。

wrong-password = 密码不正确。请检查大小写，然后再试一次。
wrong-sign-in = 手机号码与密码不匹配。请检查两者，然后再试一次。
wrong-own-password = 这不是您的密码。
wrong-recovery-code = 这个恢复码在这里打不开任何内容，或者已经用过。
wrong-passcode = { $left ->
    [1] 口令不正确。还可以再试最后一次。
   *[other] 口令不正确。还可以再试{ $left }次。
}

passcode-short = 口令至少有{ $least }个字母或数字。
passcode-long = 口令最多有{ $most }个字母和数字。
code-invalid = 这不是恢复码：恢复码有24个字母和数字。请检查后再试一次。

password-too-short = 请再长一点：至少{ $least }个字符。
password-common = 很多人使用这个密码，所以它会最先被人尝试。请换一个。
strength-common = 别人最先会试的密码之一。请换一个。
strength-weak = 比较容易猜到。请再加一两个词。
strength-fair = 不错。再加一个词就很强了。
strength-strong = 很强。
strength-missing = { $characters ->
   *[other] 还差{ $characters }个字符。
}

wait-seconds = { $seconds }秒后再试
wait-minutes = { $minutes }分钟后再试
wait-over = 您现在可以再试了。

copied = 已复制。请粘贴到您保存它的地方，然后再复制些别的内容。
not-copied = 您的浏览器不允许复制。请把它抄写下来。
recovery-file = 私信恢复码：{ $code }

phone-invalid = 我们无法使用这个手机号码。请连同区号输入；境外号码请输入 + 和国家代码。
out-of-date = 此页面已过时。请重新加载。
slow-down = 密码连续多次输错。请稍等片刻再试。
signed-out = 您已退出登录。请重新登录后继续。
not-found = 此内容已不在这里。请重新加载页面。
already-claimed = 这些私信已设置过密码。请重新加载页面并输入该密码。
passcode-sealed = 口令输错次数过多。请向给您发私信的一方索取新口令，然后重新加载页面。
passcode-needed = 这条私信现在需要口令才能打开。请重新加载页面。
unavailable = 服务器目前无法保存任何内容。请过一分钟再试。
no-answer = 服务器没有响应。请检查网络连接，然后再试一次。
unexpected = 我们这边出了问题。请过一分钟再试。
