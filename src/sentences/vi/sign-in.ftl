# Đăng nhập
page-sign-in-title = Đăng nhập
page-sign-in-login = Tên đăng nhập
page-sign-in-login-hint = Ghi trên phiếu kích hoạt tài khoản, ví dụ: huongnt
page-sign-in-login-missing = Nhập tên đăng nhập.
page-sign-in-password = Mật khẩu
page-sign-in-password-missing = Nhập mật khẩu.
page-sign-in-act = Đăng nhập
page-sign-in-activate = Tôi có mã kích hoạt
page-sign-in-forgotten = Quên mật khẩu hoặc chưa có tài khoản? Liên hệ cán bộ nhân sự của cơ quan để nhận mã kích hoạt mới.
page-sign-in-code = Mã xác thực
page-sign-in-code-hint = Sáu chữ số đang hiện trong ứng dụng xác thực trên điện thoại
page-sign-in-code-title = Nhập mã xác thực
page-sign-in-code-act = Tiếp tục
page-sign-in-code-lost = Không có điện thoại bên mình? Nhập một trong các mã dự phòng đã in. Mất cả hai thì xin cán bộ nhân sự cấp lại mã kích hoạt.
page-sign-out = Đăng xuất
page-bar-signed-in = Tài khoản:

# Kích hoạt
page-activate-title = Kích hoạt tài khoản
page-activate-lead = Nhập mã kích hoạt trên phiếu cán bộ nhân sự đã giao, rồi tự chọn mật khẩu. Mã chỉ dùng được một lần trong 72 giờ.
page-activate-code = Mã kích hoạt
page-activate-code-hint = 16 ký tự, gõ hoa hay thường đều được
page-activate-code-missing = Nhập mã kích hoạt.
page-activate-act = Kích hoạt
page-password-new = Mật khẩu mới
page-password-hint = Ít nhất { $limit } ký tự ({ $less } nếu bạn dùng xác thực hai bước). Một câu dễ nhớ gồm nhiều từ là tốt nhất; có dấu cách và dấu tiếng Việt đều được.
page-password-again = Nhập lại mật khẩu mới
page-password-missing = Nhập mật khẩu mới.
page-password-differs = Hai lần nhập mật khẩu mới khác nhau. Nhập lại cho giống nhau.
page-password-old = Mật khẩu hiện tại
page-password-heading = Đổi mật khẩu
page-password-act = Đổi mật khẩu
page-password-changed = Đã đổi mật khẩu. Các thiết bị khác đã bị đăng xuất.

# Xác thực hai bước
page-factor-title = Bật xác thực hai bước
page-factor-must = Tài khoản của bạn làm việc với hồ sơ của người khác nên cần xác thực hai bước. Làm một lần, khoảng hai phút.
page-factor-lead = Ngoài mật khẩu, mỗi lần đăng nhập cần thêm một mã trên điện thoại của bạn. Nhờ vậy, người biết mật khẩu cũng không vào được.
page-factor-step-app = Trên điện thoại, mở một ứng dụng tạo mã xác thực. Chưa có thì cài một ứng dụng loại này từ kho ứng dụng chính thức.
page-factor-step-picture = Trong ứng dụng, chọn thêm tài khoản rồi quét hình này.
page-factor-picture = Hình để ứng dụng xác thực quét
page-factor-by-hand = Không quét được thì nhập khóa:
page-factor-step-code = Nhập sáu chữ số ứng dụng đang hiện.
page-factor-code-hint = Sáu chữ số, đổi mỗi 30 giây
page-factor-act = Bật xác thực hai bước
page-factor-later = Để sau
page-factor-later-means = Nếu để sau, bạn vẫn xem được hồ sơ của mình nhưng chưa khai hoặc nộp được.
page-factor-done = Đã bật xác thực hai bước.
page-factor-heading = Xác thực hai bước
page-factor-on = Đang bật. Còn { $n } mã dự phòng chưa dùng.
page-factor-off = Chưa bật: bạn chỉ xem được hồ sơ của mình, chưa khai hoặc nộp được.
page-factor-turn-on = Bật xác thực hai bước
page-factor-change = Đổi sang điện thoại khác
page-recovery-title = Mã dự phòng
page-recovery-lead = In hoặc chép lại và cất nơi an toàn: các mã này không hiện lại. Khi không có điện thoại, mỗi mã thay được một lần xác thực.
page-recovery-go-on = Tôi đã cất, tiếp tục

# Bảo mật tài khoản
page-security-title = Bảo mật tài khoản
page-account-holder = Chủ tài khoản
page-sessions-heading = Các thiết bị đang đăng nhập
page-sessions-browser = Trình duyệt
page-sessions-address = Địa chỉ mạng
page-sessions-since = Đăng nhập lúc
page-sessions-seen = Dùng lần cuối
page-sessions-this = (thiết bị này)
page-sessions-end = Đăng xuất
page-sessions-end-others = Đăng xuất khỏi mọi thiết bị khác
page-sessions-ended = Đã đăng xuất thiết bị bạn chọn.
page-sessions-unknown = Không rõ
page-happenings-heading = Những lần đăng nhập và thay đổi gần đây
page-happenings-none = Chưa có lần đăng nhập nào.
page-happenings-at = Lúc
page-happenings-what = Việc
page-happenings-by = Người thực hiện
page-happening-code-issued = Cấp mã kích hoạt
page-happening-activated = Kích hoạt, đặt mật khẩu
page-happening-signed-in = Đăng nhập
page-happening-signed-out = Đăng xuất
page-happening-signed-out-everywhere = Đăng xuất khỏi các thiết bị khác
page-happening-password-changed = Đổi mật khẩu
page-happening-factor-added = Bật xác thực hai bước
page-happening-recovery-used = Dùng một mã dự phòng
page-happening-other = Việc khác

# Xác thực lại
page-step-up-title = Xác thực lại
page-step-up-lead = Vì đây là việc quan trọng, hãy xác thực lại. Nội dung bạn nhập vẫn được giữ và sẽ được gửi ngay sau đó.
page-step-up-go-on = Xác thực và tiếp tục
page-problem-form-foreign = Biểu mẫu này thuộc phiên làm việc trước nên chưa được gửi. Mở lại trang, nhập lại rồi gửi.
page-step-up-proved = Tôi đã xác thực, tiếp tục
page-step-up-nothing = Bạn chưa đặt mật khẩu hoặc xác thực hai bước ở hệ thống này, và hiện không có cổng đăng nhập nào để xác thực lại. Xin cán bộ nhân sự của cơ quan một mã kích hoạt để đặt mật khẩu rồi làm lại việc này.

# Đăng nhập qua cổng khác
page-sign-on-act = Đăng nhập bằng { $name }
page-sign-on-or = Hoặc dùng tên đăng nhập và mật khẩu của hệ thống này:
page-sign-on-leaving = Đang chuyển sang { $name }
page-sign-on-back = Đã đăng nhập
page-sign-on-go-on = Tiếp tục
page-sign-on-again-how = Bạn đăng nhập bằng { $name }, nên việc xác thực lại cũng làm ở đó. Cửa sổ mới sẽ mở ra; xong thì quay lại cửa sổ này và bấm nút bên dưới.
page-sign-on-again-act = Xác thực lại bằng { $name } (cửa sổ mới)
page-sign-on-again-done = Đã xác thực lại
page-sign-on-again-failed = Chưa xác thực lại được
page-sign-on-again-close = Đóng cửa sổ này và quay lại cửa sổ trước để tiếp tục.
