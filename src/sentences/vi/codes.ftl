# Một câu cho mỗi mã mà người dùng có thể gặp: sai ở đâu, và làm gì tiếp. Sau đó là tên gọi.
# Văn phạm của câu: sai gì + cách sửa, không viết “chưa hợp lệ” trống không.

# Hồ sơ: vì sao một yêu cầu không được ghi
code-agency-only = Mục này do cơ quan quản lý nhập theo quyết định. Gửi quyết định cho cán bộ nhân sự của bạn để cập nhật.
code-already-returned = Lần nộp này đã bị trả lại để sửa. Tải lại trang để xem lý do trả lại.
code-already-verified = Lần nộp này đã được đối chiếu xong. Tải lại trang để xem ai đã đối chiếu và lúc nào.
code-already-withdrawn = Lần nộp này đã được rút lại. Chờ lần nộp mới.
code-dossier-already-opened = Hồ sơ này đã được tiếp nhận với nội dung khác. Mở hồ sơ đã có để xem, và đính chính ở đó nếu sai.
code-dossier-not-opened = Hồ sơ này chưa được tiếp nhận. Trước hết, tiếp nhận hồ sơ giấy đã được xác nhận.
code-field-returned = Mục này đã bị trả lại và chưa được nộp lại. Trước hết, sửa mục này rồi nộp lại.
code-field-under-check = Mục này đang chờ đối chiếu. Chờ kết quả, hoặc rút lần nộp đó lại rồi sửa.
code-field-unknown = Danh mục hồ sơ không có mục này. Kiểm tra lại mã của mục.
code-first-record-under-check = Hồ sơ khai lần đầu đang được đối chiếu. Chờ kết quả, hoặc rút hồ sơ lại để sửa.
code-needs-decision = Mục này chỉ được ghi theo quyết định. Ghi kèm số, ngày ký và cơ quan ban hành quyết định.
code-no-objections = Chưa nêu mục nào sai. Chọn ít nhất một mục và ghi lý do trả lại.
code-not-yet-submitted = Hồ sơ khai lần đầu chưa được nộp. Trước hết, khai đủ và nộp hồ sơ.
code-nothing-to-submit = Không có nội dung nào mới so với hồ sơ. Sửa ít nhất một mục rồi gửi lại.
code-objection-outside = Mục bị nêu sai không thuộc lần nộp này. Chỉ chọn mục trong lần nộp.
code-older-than-present = Mục này đang có giá trị từ một ngày muộn hơn. Ghi việc cũ vào bảng quá trình; nếu giá trị hiện tại sai thì đính chính.
code-paper-date-future = Ngày ký văn bản chưa tới. Kiểm tra lại ngày ký trên văn bản.
code-paper-missing = Đính chính có hiệu lực ngay phải có văn bản làm căn cứ. Ghi số, ngày ký và cơ quan ban hành.
code-person-only = Mục này do người có hồ sơ khai rồi mới đối chiếu, không ghi theo quyết định. Dùng khai thay đổi.
code-record-incomplete = Còn { $count } mục bắt buộc chưa khai. Khai đủ các mục này rồi nộp.
code-said-twice = Một mục được nhập hai lần trong cùng một lần gửi. Giữ lại một giá trị.
code-section-unknown = Hồ sơ không có phần này. Chọn lại phần trong danh sách.
code-self-verification = Bạn không thể tự đối chiếu hay tự ghi quyết định vào hồ sơ của mình. Chuyển cho đồng nghiệp.
code-submission-reused = Mã lần nộp này đã dùng cho nội dung khác. Tải lại trang rồi nhập và gửi lại.
code-submission-unknown = Hồ sơ không có lần nộp này. Tải lại trang rồi chọn lại.
code-system-only = Mục này do hệ thống tự điền. Bỏ mục này ra khỏi nội dung gửi.
code-too-many-entries = Một lần gửi có quá nhiều mục. Chia thành nhiều lần gửi.
code-too-many-scans = Hồ sơ này đã có 500 bản quét, mức tối đa. Ghép các trang của một văn bản vào một tệp PDF rồi tải lên.
code-unit-unknown = Không có đơn vị này. Chọn đơn vị trong danh sách.
code-use-declare-change = Hồ sơ đã đối chiếu thì không sửa trực tiếp. Khai thay đổi, khai bổ sung việc cũ hoặc đề nghị đính chính.
code-wrong-section = Mục này không thuộc phần đang nhập. Mở đúng phần của mục rồi nhập.

# Giá trị: một mục chưa đúng cách ghi
code-cccd-format = Số căn cước gồm 12 chữ số, ví dụ 079 085 012 345.
code-code-unknown = Danh mục không có mã hoặc tên này. Gõ tên để chọn trong danh mục.
code-column-unknown = Bảng này không có cột đó. Kiểm tra lại mã của cột.
code-control-char = Mục này chứa ký tự không nhìn thấy. Xóa và gõ lại, hoặc dán lại dưới dạng văn bản thường.
code-date-missing-part = Mục này cần ngày đầy đủ hơn. Nhập thêm tháng, hoặc cả ngày và tháng.
code-date-unreal = Không có ngày này trong tháng. Kiểm tra lại ngày, tháng và năm.
code-email-format = Địa chỉ thư điện tử có dạng ten@coquan.vn. Kiểm tra dấu @ và tên miền.
code-format = Mục này chưa đúng cách ghi của nó. Ghi lại đúng như trên giấy tờ, ngày ghi theo dạng 05/03/1981.
code-money-coef = Hệ số nằm ngoài giới hạn. Nhập như trong quyết định, ví dụ 2,34.
code-name-charset = Họ tên chỉ gồm chữ cái, dấu cách, dấu nháy và gạch nối. Bỏ các ký tự khác.
code-not-a-number = Mục này phải là số. Chỉ nhập chữ số, ví dụ 12 hoặc 2,34.
code-not-a-row = Mục này là một bảng. Nhập từng dòng của bảng.
code-not-a-single-value = Mục này chỉ nhận một giá trị. Nhập một giá trị, không nhập dòng của bảng.
code-not-canonical = Giá trị chưa ở dạng được lưu. Gửi ngày dạng 1985-03-27, số thập phân dạng 2.34 và mã của danh mục.
code-not-yes-or-no = Mục này chỉ nhận “có” hoặc “không”. Chọn một trong hai.
code-old-id-format = Số chứng minh nhân dân cũ gồm 9 chữ số, ví dụ 290 123 456.
code-out-of-range = Số này nằm ngoài giới hạn của mục. Kiểm tra xem có thừa hoặc thiếu chữ số.
code-phone-format = Số điện thoại gồm 10 chữ số, bắt đầu bằng 0, ví dụ 0912 345 678.
code-required = Mục này còn trống. Nhập hoặc chọn nội dung.
code-too-long = Nội dung dài quá giới hạn của mục. Viết gọn lại.

# Mâu thuẫn: các mục không khớp nhau
code-age-out-of-range = Theo ngày sinh này, tuổi nằm ngoài khoảng 18 đến 75. Kiểm tra lại ngày sinh.
code-beyond-scale-not-top = Chỉ người ở bậc cuối mới hưởng phụ cấp vượt khung. Kiểm tra lại bậc và tỷ lệ vượt khung.
code-coefficient-table = Hệ số không khớp với bậc trong bảng lương. Kiểm tra lại nhóm, bậc và hệ số.
code-date-future = Ngày này chưa tới. Nhập hôm nay hoặc một ngày trước hôm nay.
code-dates-order = Hai ngày này không theo thứ tự trước sau. Kiểm tra lại cả hai ngày.
code-grade-group = Ngạch này thuộc nhóm lương khác. Kiểm tra lại mã ngạch và nhóm lương.
code-id-birth-year = Số căn cước không khớp với năm sinh. Kiểm tra lại số căn cước và năm sinh.
code-id-card-before-14 = Theo ngày sinh, thẻ căn cước được cấp khi chưa đủ 14 tuổi. Kiểm tra lại ngày sinh và ngày cấp.
code-id-sex = Chữ số thứ tư của số căn cước không khớp với giới tính. Kiểm tra lại số căn cước và giới tính.
code-party-before-18 = Theo ngày sinh, ngày vào Đảng là khi chưa đủ 18 tuổi. Kiểm tra lại ngày sinh và ngày vào Đảng.
code-qualification-not-in-table = Trình độ chuyên môn cao nhất chưa có trong bảng đào tạo. Thêm dòng đào tạo, hoặc sửa trình độ.
code-recruited-before-18 = Theo ngày sinh, ngày tuyển dụng là khi chưa đủ 18 tuổi. Kiểm tra lại ngày sinh và ngày tuyển dụng.
code-step-range = Nhóm lương này không có bậc đó. Kiểm tra lại nhóm và bậc lương.

# Giá trị chỉ một nơi được giữ
code-account-exists = Người này đã có tài khoản. Dùng tài khoản đã có.
code-cccd-duplicate = Số căn cước này đã có ở một hồ sơ khác. Kiểm tra lại số; nếu đúng, liên hệ cán bộ nhân sự của bạn.

# Tài khoản và quyền
code-already-granted = Lần cấp quyền này đã ghi với nội dung khác. Mở rộng hoặc hạn chế quyền đã cấp.
code-already-issued = Tài khoản này đã được cấp với nội dung khác. Mở tài khoản đã có để xem.
code-before-issued = Ngày này trước ngày cấp tài khoản. Chọn ngày cấp tài khoản hoặc một ngày sau đó.
code-closed = Tài khoản này đã đóng nên không thay đổi được nữa. Liên hệ quản trị nếu người này trở lại làm việc.
code-end-required = Vai trò này phải có ngày hết hạn. Chọn ngày hết hạn, tối đa 12 tháng.
code-ends-before-start = Ngày hết hạn trước ngày bắt đầu. Chọn ngày hết hạn muộn hơn.
code-not-issued = Tài khoản này chưa được cấp. Trước hết, cấp tài khoản cho người này.
code-not-narrower = Hạn chế chỉ thu hẹp phạm vi hoặc rút ngắn thời hạn. Chọn phạm vi nhỏ hơn hoặc ngày hết hạn sớm hơn.
code-not-wider = Mở rộng chỉ nới phạm vi hoặc kéo dài thời hạn. Chọn phạm vi rộng hơn hoặc ngày hết hạn muộn hơn.
code-request-after-start = Văn bản đề nghị ký sau ngày bắt đầu quyền. Chọn ngày bắt đầu từ ngày ký trở đi.
code-revoked = Quyền này đã bị hủy bỏ. Cấp quyền mới theo văn bản đề nghị mới.
code-term-too-long = Quyền có thời hạn tối đa 12 tháng. Chọn ngày hết hạn sớm hơn.
code-unknown-grant = Tài khoản không có lần cấp quyền này. Tải lại danh sách quyền rồi chọn lại.
code-unknown-unit = Không có đơn vị này. Chọn đơn vị trong danh sách.

# Đơn vị
code-already-established = Đơn vị này đã được thành lập với nội dung khác. Đổi tên hoặc chuyển đơn vị đã có.
code-code-taken = Mã này đã thuộc về một đơn vị khác. Chọn mã khác.
code-not-before-established = Ngày này trước ngày thành lập đơn vị. Chọn ngày thành lập hoặc một ngày sau đó.
code-not-in-order = Đơn vị đã có thay đổi từ một ngày muộn hơn. Chọn ngày đó hoặc một ngày sau đó.
code-above-ended = Đơn vị cấp trên ({ $unit }) đã kết thúc hoạt động. Khôi phục đơn vị cấp trên trước.
code-root-cannot-end = Đơn vị cấp tỉnh đứng đầu cây đơn vị nên không sáp nhập, chia hay giải thể được. Chọn đơn vị khác.
code-root-cannot-move = Đơn vị cấp tỉnh đứng đầu cây đơn vị nên không chuyển được. Chọn đơn vị khác.
code-second-root = Cây đơn vị đã có cấp tỉnh. Chọn đơn vị cấp trên cho đơn vị này.
code-split-needs-two = Chia đơn vị thì phải có từ hai đơn vị tiếp nhận trở lên. Nếu chỉ có một, hãy sáp nhập.
code-successor-within = Đơn vị tiếp nhận không thể là chính đơn vị kết thúc hoặc đơn vị trực thuộc nó. Chọn đơn vị khác, hoặc chuyển đơn vị trực thuộc đó đi trước.
code-too-many-successors = Một đơn vị có tối đa 50 đơn vị tiếp nhận. Chọn ít hơn.
code-unit-ended = Đơn vị này đã kết thúc hoạt động vào ngày đó. Chọn đơn vị còn hoạt động, hoặc một ngày trước đó.
code-unit-in-use = Chưa thể kết thúc đơn vị: còn { $people } hồ sơ đang quản lý, { $accounts } tài khoản đang mở và { $grants } quyền được cấp tại đây. Trước hết, điều chuyển hồ sơ sang đơn vị tiếp nhận, đóng tài khoản và hủy bỏ hoặc cấp lại quyền ở đơn vị mới.
code-units-below = Đơn vị còn { $count } đơn vị trực thuộc vào ngày đó hoặc sau đó: { $units }. Chuyển các đơn vị này sang cấp trên khác, hoặc cho kết thúc cùng đơn vị.
code-unknown-parent = Không có đơn vị cấp trên này. Chọn đơn vị khác, hoặc thành lập đơn vị cấp trên rồi thử lại.
code-unknown-successor = Không có đơn vị tiếp nhận này. Chọn đơn vị khác, hoặc thành lập đơn vị đó rồi thử lại.
code-would-be-cycle = Đơn vị không thể đứng dưới chính nó hoặc dưới đơn vị thuộc nó. Chọn đơn vị cấp trên khác.

# Lịch làm việc
code-day-already-off = Ngày này đã là ngày nghỉ. Chọn một ngày làm việc.
code-day-listed-twice = Một ngày được ghi hai lần. Giữ lại một dòng.
code-day-outside-year = Có ngày không thuộc năm của lịch. Kiểm tra lại năm của từng ngày.
code-not-a-day-off = Ngày được làm bù không có trong danh sách ngày nghỉ. Thêm ngày nghỉ đó, hoặc sửa dòng làm bù.
code-not-a-weekend-saturday = Ngày làm bù phải là thứ Bảy đang được nghỉ. Chọn thứ Bảy khác.
code-not-a-working-day = Ngày này rơi vào thứ Bảy hoặc Chủ nhật, vốn đã nghỉ. Chọn một ngày làm việc.
code-too-many-days = Lịch có quá nhiều ngày nghỉ hoặc ngày làm bù. Kiểm tra lại danh sách.
code-year-already-published = Lịch năm này đã công bố với các ngày khác. Ghi thêm ngày nghỉ hoặc hoán đổi ngày làm việc.
code-year-not-published = Chưa có lịch làm việc của năm này. Trước hết, công bố lịch của năm này.
code-year-out-of-range = Năm này nằm ngoài khoảng có thể công bố lịch. Kiểm tra lại năm đã nhập.

# Quy định về thời hạn
code-bad-pack-code = Mã bộ quy định chỉ gồm chữ hoa không dấu, chữ số và gạch nối, ví dụ TN-842-2023.
code-before-pack-in-force = Ngày này trước ngày bộ quy định có hiệu lực. Chọn ngày có hiệu lực hoặc một ngày sau đó.
code-duty-listed-twice = Một việc có hai quy định trong cùng một bộ. Giữ lại một quy định.
code-no-rules = Bộ quy định chưa có quy định nào. Thêm ít nhất một quy định.
code-pack-already-adopted = Bộ quy định này đã áp dụng với nội dung khác. Sửa từng quy định, hoặc dùng mã mới.
code-pack-not-adopted = Bộ quy định này chưa được áp dụng. Trước hết, áp dụng bộ quy định này.
code-term-out-of-range = Thời hạn phải từ 1 đến 366 ngày. Sửa lại số ngày.

# Vì sao chưa có hạn
code-calendar-gap = Chưa có lịch làm việc của năm có hạn nên chưa tính được hạn. Công bố lịch của năm đó.
code-no-rule = Chưa có quy định thời hạn nào cho việc này vào ngày đó. Áp dụng bộ quy định có việc này.

# Thực hiện yêu cầu
code-audit-unavailable = Chưa ghi được nhật ký xem hồ sơ nên hồ sơ chưa được mở. Thử lại sau ít phút; nếu vẫn vậy, báo bộ phận quản trị.
code-busy = Hệ thống đang bận xử lý nhiều yêu cầu và chưa ghi việc này. Chờ ít giây rồi gửi lại.
code-file-active = Tệp PDF này có phần tự chạy hoặc tệp đính kèm bên trong. In ra PDF mới (chỉ gồm các trang), hoặc quét lại rồi tải lên.
code-file-encrypted = Tệp PDF này có mật khẩu. Bỏ mật khẩu rồi tải lên.
code-file-lost = Không mở được tệp đã lưu. Báo bộ phận quản trị; nếu còn bản giấy, quét lại rồi tải lên.
code-file-pixels = Ảnh quá lớn, tối đa 50 triệu điểm ảnh. Giảm độ phân giải rồi tải lên.
code-file-required = Chọn tệp để tải lên. Có thể chọn PDF, JPG hoặc PNG, hoặc chụp ảnh bằng điện thoại.
code-file-size = Tệp phải nhỏ hơn 20 MB. Giảm độ phân giải khi quét, hoặc tách thành nhiều tệp rồi tải lên.
code-file-type = Chỉ nhận tệp PDF, JPG hoặc PNG. Lưu lại theo một trong các dạng này rồi tải lên.
code-file-unreadable = Không mở được tệp. Quét lại rồi tải lên.
code-files-full = Chỗ lưu tệp đã đầy nên chưa lưu được tệp. Báo bộ phận quản trị rồi tải lên lại sau.
code-files-nowhere = Máy chủ này chưa có chỗ lưu tệp. Báo bộ phận quản trị.
code-files-out-of-reach = Chỗ lưu tệp chưa trả lời nên chưa lưu hoặc chưa mở được tệp. Thử lại sau ít phút; nếu vẫn vậy, báo bộ phận quản trị.
code-files-refused = Chỗ lưu tệp từ chối nên chưa lưu hoặc chưa mở được tệp. Báo bộ phận quản trị.
code-key-reused = Khóa của yêu cầu này đã dùng cho nội dung khác. Tải lại trang rồi gửi lại với khóa mới.
code-not-found = Không tìm thấy trang hoặc hồ sơ này, hoặc bạn không có quyền xem. Kiểm tra lại địa chỉ, hoặc hỏi cán bộ nhân sự của bạn.
code-outcome-unknown = Chưa rõ việc này đã được ghi hay chưa. Xem dòng thời gian của hồ sơ trước khi gửi lại.
code-own-access = Không thể tự quyết định quyền của chính mình. Chuyển cho người khác có thẩm quyền.
code-administrator-only = Chỉ quản trị viên được cấp quyền quản trị. Chuyển đề nghị cho quản trị viên.
code-read-quota = Bạn đã mở 60 hồ sơ trong 10 phút, mức tối đa của một người. Chờ ít phút rồi mở tiếp; nếu công việc cần nhiều hơn, báo thủ trưởng đơn vị.
code-read-quota-day = Bạn đã mở 300 hồ sơ trong 24 giờ, mức tối đa của một người. Để ngày mai mở tiếp; nếu công việc cần nhiều hơn, báo thủ trưởng đơn vị.
code-stale = Nội dung này vừa được người khác thay đổi. Tải lại trang để xem khác biệt rồi gửi lại.
code-storage-full = Hệ thống hết chỗ lưu nên tạm thời chỉ cho xem, việc này chưa được ghi. Thử lại sau; báo bộ phận quản trị nếu kéo dài.
code-unexpected = Có trục trặc với hệ thống nên việc này chưa thực hiện được. Thử lại sau ít phút; nếu vẫn vậy, báo bộ phận quản trị.

# Nhập danh sách: cả tệp
code-legacy-font = Chữ dùng bảng mã cũ (TCVN3 hoặc VNI). Lưu lại bằng Unicode rồi nhập lại.
code-missing-column = Danh sách thiếu cột họ và tên hoặc cột số căn cước. Thêm cột đó rồi nhập lại.
code-no-header = Không tìm thấy dòng tiêu đề cột. Ghi tên các cột ngay trên người đầu tiên rồi nhập lại.
code-no-people = Dưới dòng tiêu đề không có người nào. Kiểm tra xem đã chọn đúng tệp chưa.
code-not-a-spreadsheet = Tệp này không đọc được như danh sách .xlsx, .xls, .ods hoặc .csv. Mở tệp, lưu lại dưới dạng .xlsx rồi nhập lại.
code-password-protected = Bảng tính được bảo vệ bằng mật khẩu. Bỏ mật khẩu rồi nhập lại.
code-too-large = Bảng tính quá lớn. Chia danh sách thành nhiều tệp rồi nhập từng tệp.

# Nhập danh sách: từng ô
code-both-sexes = Cả cột nam và cột nữ đều có dữ liệu. Chỉ giữ lại một cột.
code-cell-error = Ô này đang báo lỗi công thức. Sửa công thức, hoặc gõ thẳng giá trị vào ô.
code-digits-lost = Bảng tính đã làm mất chữ số, ví dụ 7,9E+10. Định dạng ô là văn bản rồi gõ lại đủ số.
code-duplicate-in-file = Số căn cước này đã có ở một dòng trên. Bỏ dòng trùng, hoặc sửa lại số.
code-list-unit-ambiguous = Có nhiều đơn vị mang tên này. Ghi mã đơn vị thay cho tên.
code-list-unit-missing = Dòng này không ghi đơn vị và cũng chưa chọn đơn vị cho cả danh sách. Ghi mã đơn vị vào dòng này, hoặc chọn đơn vị chung.
code-list-unit-out-of-scope = Đơn vị này ngoài phạm vi bạn được giao. Bỏ dòng này, hoặc chuyển cho cán bộ phụ trách của đơn vị đó.
code-list-unit-unknown = Không có đơn vị mang mã hoặc tên này. Ghi đúng mã hay tên đầy đủ; nếu cột này không phải đơn vị quản lý hồ sơ, chọn không đọc cột.
code-dossier-withdrawn = Hồ sơ này đã được rút lại vì mở nhầm, không ghi thêm được. Mở hồ sơ mới cho người này.
code-dossier-worked-on = Hồ sơ này đã có người làm tiếp sau khi mở nên không rút lại được. Đính chính từng mục sai trong hồ sơ.
code-transfer-unknown = Không tìm thấy việc điều chuyển này trong hồ sơ. Mở lại trang từ danh sách điều chuyển.
code-transfer-reused = Việc điều chuyển này đã được ghi với nội dung khác. Mở lại trang hồ sơ rồi ghi từ đầu.
code-transfer-under-way = Hồ sơ này đang được điều chuyển. Kết thúc việc điều chuyển đó trước khi ghi việc mới.
code-transfer-to-own-unit = Đơn vị này đang quản lý hồ sơ. Chọn đơn vị khác làm nơi đến.
code-dossier-in-transfer = Hồ sơ đã được bàn giao và đang chờ đơn vị mới tiếp nhận, nên đơn vị cũ chỉ được xem. Thu hồi việc bàn giao nếu còn phải sửa.
code-dossier-merged = Hồ sơ này đã được gộp vào hồ sơ khác nên không ghi thêm được. Ghi vào hồ sơ được giữ, hoặc tách hai hồ sơ nếu gộp nhầm.
code-merge-awaits-check = Hồ sơ sẽ đóng còn nội dung chờ đối chiếu. Đối chiếu, trả lại hoặc rút lại nội dung đó trước khi gộp.
code-merge-holds-others = Đã có hồ sơ khác gộp vào hồ sơ sẽ đóng. Giữ hồ sơ này, hoặc tách hồ sơ kia ra trước.
code-merge-in-transfer = Hồ sơ sẽ đóng đang được điều chuyển. Kết thúc hoặc hủy việc điều chuyển trước khi gộp.
code-merge-kept-is-merged = Hồ sơ được chọn để giữ đã được gộp vào hồ sơ khác. Gộp vào hồ sơ kia, hoặc tách nó ra trước.
code-merge-number-taken-over = Hồ sơ được giữ đang mang số định danh của hồ sơ kia. Đính chính số định danh của hồ sơ được giữ trước khi tách.
code-merge-same-dossier = Không gộp một hồ sơ vào chính nó. Chọn hai hồ sơ khác nhau.
code-merge-there-is-none = Hai hồ sơ này hiện không gộp với nhau. Mở lại hồ sơ để xem tình trạng hiện nay.
code-transfer-not-released = Đơn vị cũ chưa bàn giao hồ sơ. Chờ đơn vị cũ bàn giao rồi làm bước này.
code-transfer-already-released = Hồ sơ này đã được bàn giao. Mở trang điều chuyển để xem đang ở bước nào.
code-inventory-empty = Bản kê chưa có văn bản nào. Ghi từng văn bản trong hồ sơ giấy và số trang.
code-inventory-too-long = Bản kê có tối đa 300 dòng. Ghép các văn bản cùng loại vào một dòng.
code-paper-not-received = Chưa có hồ sơ giấy hợp lệ nên chưa tiếp nhận được. Ghi ngày nhận hồ sơ giấy hợp lệ trước.
code-paper-already-received = Hồ sơ giấy hợp lệ đã được nhận. Đơn vị mới chỉ còn tiếp nhận hoặc từ chối.
code-no-reasons = Chưa có lý do nào. Ghi ít nhất một lý do hồ sơ giấy chưa đúng quy định.
code-too-many-reasons = Ghi tối đa 20 lý do. Ghép các lý do giống nhau.
code-before-previous-step = Ngày này sớm hơn ngày của bước trước. Nhập ngày bằng hoặc sau ngày đó.
code-before-effective-day = Quyết định điều chuyển chưa có hiệu lực vào ngày này. Nhập ngày từ ngày quyết định có hiệu lực.
code-transfer-already-accepted = Việc điều chuyển này đã kết thúc: đơn vị mới đã tiếp nhận hồ sơ. Không cần làm gì thêm.
code-transfer-already-refused = Việc điều chuyển này đã kết thúc: đơn vị mới đã từ chối. Ghi việc điều chuyển mới nếu cần.
code-transfer-already-cancelled = Việc điều chuyển này đã kết thúc: đã hủy. Ghi việc điều chuyển mới nếu cần.
code-ending-unknown = Không tìm thấy việc thôi công tác này trong hồ sơ. Mở lại trang hồ sơ rồi ghi từ đầu.
code-ending-reused = Việc thôi công tác này đã được ghi với nội dung khác. Mở lại trang hồ sơ rồi ghi từ đầu.
code-service-ended = Người này đã thôi công tác, và việc đó đã được ghi. Hồ sơ chỉ còn được đính chính theo văn bản; nếu ghi nhầm thì ghi lại việc thôi công tác cho đúng.
code-ending-announced = Đã ghi trước một việc thôi công tác khác của người này. Ghi lại việc đó cho đúng thay vì ghi thêm.
code-not-ended = Người này đang công tác, hoặc việc thôi công tác đó không còn. Mở lại trang hồ sơ để xem hiện nay thế nào.
code-ending-unchanged = Việc thôi công tác đã được ghi đúng như vậy. Sửa điều chưa đúng rồi gửi lại.
code-end-transfer-first = Hồ sơ đang được điều chuyển. Kết thúc hoặc hủy việc điều chuyển trước, rồi ghi việc thôi công tác.
code-received-before-signed = Ngày có hồ sơ giấy sớm hơn ngày ký văn bản. Kiểm tra lại hai ngày này.
code-ending-too-far-ahead = Ngày thôi công tác còn hơn một năm nữa. Kiểm tra lại ngày, hoặc ghi khi gần đến ngày.
code-ended-before-served = Ngày thôi công tác sớm hơn ngày hồ sơ được xác nhận hoặc ngày trở lại công tác gần nhất. Kiểm tra lại ngày.
code-shown-before-death = Giấy tờ ghi việc từ trần được ký trước ngày mất. Kiểm tra lại hai ngày này.
code-asked-after-end = Đơn xin thôi việc ký sau quyết định hoặc sau ngày thôi công tác. Kiểm tra lại các ngày này.
code-discipline-after-end = Quyết định kỷ luật ký sau ngày thôi công tác. Kiểm tra lại hai ngày này.
code-no-return-from-death = Hồ sơ ghi người này đã từ trần nên không đưa trở lại công tác được. Nếu ghi nhầm, ghi lại việc thôi công tác cho đúng.
code-resumed-before-end = Ngày trở lại sớm hơn ngày thôi công tác. Kiểm tra lại ngày.
code-not-the-person = Số định danh cá nhân này không phải của hồ sơ. Kiểm tra lại số trên hồ sơ giấy.
code-nobody-left = Không có ai đã thôi công tác mang số định danh này. Kiểm tra lại số; nếu đúng, liên hệ Sở Nội vụ để biết hồ sơ đang ở đâu.
code-transfer-term-missing = Luân chuyển có thời hạn. Nhập ngày cuối theo quyết định.
code-transfer-term-backwards = Ngày cuối sớm hơn ngày quyết định có hiệu lực. Nhập ngày cuối từ ngày đó trở đi.
code-secondment-unknown = Không tìm thấy việc biệt phái này trong hồ sơ. Mở lại trang từ danh sách biệt phái.
code-secondment-reused = Việc biệt phái này đã được ghi với nội dung khác. Mở lại trang hồ sơ rồi ghi từ đầu.
code-secondment-to-own-unit = Đơn vị này đang quản lý hồ sơ. Chọn đơn vị khác làm nơi nhận biệt phái.
code-secondment-during-transfer = Hồ sơ này đang được điều chuyển. Kết thúc việc điều chuyển trước khi ghi biệt phái.
code-secondment-backwards = Ngày cuối sớm hơn ngày bắt đầu biệt phái. Nhập ngày cuối từ ngày bắt đầu trở đi.
code-secondment-overlaps = Thời gian này trùng với một lần biệt phái khác của người này. Chọn thời gian khác, hoặc ghi kết thúc sớm lần kia.
code-secondment-not-longer = Ngày cuối mới phải sau ngày cuối đang có. Nhập ngày muộn hơn.
code-secondment-not-shorter = Ngày cuối mới phải trước ngày cuối đang có. Nhập ngày sớm hơn.
code-secondment-over = Biệt phái này đã hết hạn nên không kết thúc sớm được nữa. Không cần làm gì thêm.
code-secondment-already-cancelled = Việc biệt phái này đã hủy. Ghi việc biệt phái mới nếu cần.
code-not-at-unit = Hồ sơ không do đơn vị này quản lý. Xem lại người này đang ở đơn vị nào rồi lập lại.
code-not-moved = Hồ sơ này không đi theo đợt chuyển đó. Không có gì để hoàn tác; điều chuyển riêng nếu cần.
code-went-on = Hồ sơ đã được chuyển tiếp sang đơn vị khác sau đợt chuyển. Việc chuyển sau không bị hoàn tác theo; điều chuyển riêng nếu cần.
code-manifest-changed = Danh sách của đợt chuyển không còn đúng như đã xem hoặc đã duyệt, nên không ai được chuyển. Lập đợt chuyển mới, xem lại và trình duyệt.
code-mass-move-nobody = Không có ai để chuyển. Xem lý do của từng người bị bỏ lại rồi lập lại.
code-mass-move-not-approved = Đợt chuyển này chưa được duyệt. Nhờ người có quyền duyệt xem và duyệt trước.
code-mass-move-own-plan = Người lập đợt chuyển không tự duyệt; người có tên trong đợt chuyển không duyệt, thực hiện hay hoàn tác. Nhờ người khác làm bước này.
code-mass-move-successor-ended = Chưa kết thúc: đơn vị tiếp nhận không hoạt động vào ngày đó. Kết thúc đơn vị này ở trang của đơn vị, với đơn vị tiếp nhận khác.
code-mass-move-undo-not-ordered = Đợt chuyển này chưa có yêu cầu hoàn tác. Mở lại trang của đợt chuyển để xem đang ở bước nào.
code-mass-move-undone = Đợt chuyển này đã được hoàn tác. Lập đợt chuyển mới nếu cần.
code-mass-move-early = Quyết định có hiệu lực từ ngày { $day }. Thực hiện từ ngày đó trở đi.
code-mass-move-end-into = Chưa rõ { $unit } nhập vào đâu: không ai của đơn vị này có trong danh sách. Ghi thêm đơn vị tiếp nhận sau dấu =.
code-mass-move-too-many = Một đợt chuyển có nhiều nhất { $max } người. Chia thành nhiều đợt.
code-mass-move-under-way = Đợt chuyển này đang được thực hiện. Đợi xong rồi xem lại; nếu máy vừa dừng giữa chừng thì sau một phút có thể làm tiếp.
code-mass-move-unit-ended = Chưa hoàn tác được: { $count } đơn vị cũ đã kết thúc theo quyết định khác ({ $units }). Nếu việc kết thúc đó cũng được thu hồi thì khôi phục đơn vị ở trang của đơn vị, rồi hoàn tác; nếu không, lập đợt chuyển mới sang đơn vị thay thế.
code-mass-move-unit-kept = Chưa kết thúc: tại đơn vị còn hồ sơ đang quản lý, tài khoản đang mở hoặc quyền được cấp. Xử lý nốt rồi kết thúc đơn vị ở trang của đơn vị.
code-mass-move-units-below = Chưa kết thúc: còn đơn vị trực thuộc đang hoạt động. Xử lý các đơn vị trực thuộc trước.
code-name-differs = Số định danh này là của người mang tên khác. Sửa lại tên hoặc số trong danh sách.
code-person-unknown = Không có hồ sơ nào mang số định danh này. Kiểm tra lại số, hoặc tiếp nhận hồ sơ trước.
code-stays-by-decision = Ở lại theo tên đã ghi trong đợt chuyển. Không cần làm gì thêm.
code-twice-on-list = Người này có hai lần trong danh sách; dòng đầu được tính. Bỏ dòng thừa.
code-not-text = Ô này chứa giá trị đúng/sai. Gõ lại bằng chữ hoặc số.
code-turned-into-date = Bảng tính đã đổi nội dung ô này thành ngày. Định dạng ô là văn bản rồi gõ lại.

# Nhập danh sách: điều đã được chỉnh cho đúng
code-alias = Đã đổi cách gọi thông dụng thành mã của danh mục. Xem lại xem có đúng ý không.
code-date-form = Đã đọc ngày viết theo kiểu khác. Xem lại ngày và tháng.
code-decimal-comma = Đã đổi dấu phẩy thập phân. Không cần làm gì.
code-derived = Không có trong danh sách, suy ra từ ô khác. Xem lại xem có đúng không.
code-grade-zero = Đã thêm số 0 bị mất trong mã ngạch. Xem lại mã ngạch.
code-joined-name = Đã ghép họ và tên từ hai cột. Xem lại họ tên.
code-leading-zero = Đã thêm số 0 bị mất ở đầu. Xem lại số.
code-separators = Đã bỏ dấu chấm, dấu cách hoặc gạch trong số. Không cần làm gì.
code-serial-date = Đã đọc ngày từ dạng số của bảng tính. Xem lại ngày và tháng.
code-spaces = Đã bỏ khoảng trắng thừa. Không cần làm gì.
code-step-of-steps = Đã đọc bậc lương từ dạng “bậc trên tổng số bậc”. Xem lại bậc lương.
code-upper-case-name = Đã đổi họ tên viết hoa toàn bộ. Xem lại chữ hoa trong họ tên.

# Kiểm chứng sổ sự kiện
code-altered = Sự kiện này khác với lúc được ghi. Giữ nguyên cơ sở dữ liệu, dừng ghi và so với bản sao lưu.
code-head-differs = Dòng cuối sổ không khớp với sự kiện cuối cùng. Giữ nguyên cơ sở dữ liệu, dừng ghi và so với bản sao lưu.
code-missing = Thiếu một sự kiện ở vị trí này. Giữ nguyên cơ sở dữ liệu, dừng ghi và so với bản sao lưu.
code-out-of-time = Sự kiện này ghi thời điểm sớm hơn sự kiện trước nó. Kiểm tra đồng hồ máy chủ và so với bản sao lưu.
code-unchained = Sự kiện này không nối tiếp sự kiện trước nó. Giữ nguyên cơ sở dữ liệu, dừng ghi và so với bản sao lưu.

# Tình trạng của một hạn: ba từ dùng ở mọi nơi
code-due = Sắp đến hạn
code-met-late = Quá hạn, đã hoàn thành
code-met-on-time = Đúng hạn
code-overdue = Quá hạn
code-unknown = Chưa tính được hạn
code-void = Không còn phải làm

# Việc phải làm trong hạn
duty-issue-account = Cấp tài khoản
duty-first-entry = Khai hồ sơ lần đầu
duty-declare-change = Khai thay đổi
duty-check = Đối chiếu và lưu hồ sơ
duty-take-over = Tiếp nhận người chuyển đến
duty-record-ending = Cập nhật việc nghỉ hưu, thôi việc, chuyển đi, từ trần
duty-amend = Sửa hồ sơ bị trả lại

# Sự kiện: điều đã xảy ra
event-dossier-opened = Đã tiếp nhận hồ sơ
event-section-entered = Đã nhập một phần hồ sơ
event-record-submitted = Đã nộp hồ sơ để đối chiếu
event-change-declared = Đã khai thay đổi
event-late-entry-declared = Đã khai bổ sung việc cũ
event-error-corrected = Đã đính chính sai sót
event-agency-entry-recorded = Đã ghi theo quyết định
event-submission-checked = Đã đối chiếu và lưu
event-submission-returned = Đã trả lại để sửa
event-submission-withdrawn = Đã rút lại
event-section-found-unchanged = Đã đối chiếu, không có thay đổi
event-paper-scanned = Đã nộp bản quét văn bản
event-dossier-taken-in = Đã nhận hồ sơ bằng gói niêm phong
event-opening-withdrawn = Đã rút lại việc mở hồ sơ do nhầm
event-transfer-ordered = Đã có quyết định điều chuyển
event-dossier-released = Đã bàn giao hồ sơ cho đơn vị mới
event-paper-dossier-received = Đã nhận hồ sơ giấy hợp lệ
event-paper-dossier-found-invalid = Đã nhận hồ sơ giấy, chưa hợp lệ
event-transfer-accepted = Đã tiếp nhận hồ sơ ở đơn vị mới
event-transfer-refused = Đã từ chối tiếp nhận hồ sơ
event-release-recalled = Đã thu hồi hồ sơ đã bàn giao
event-transfer-cancelled = Đã hủy việc điều chuyển
event-ending-announced = Đã ghi trước việc thôi công tác
event-service-ended = Đã thôi công tác
event-ending-corrected = Đã ghi lại việc thôi công tác cho đúng
event-ending-reversed = Đã bỏ việc thôi công tác ghi nhầm
event-service-resumed = Đã trở lại công tác
event-secondment-ordered = Đã có quyết định biệt phái
event-secondment-prolonged = Đã kéo dài biệt phái
event-secondment-ended-early = Đã kết thúc sớm biệt phái
event-secondment-cancelled = Đã hủy việc biệt phái
event-duplicate-taken-in = Đã gộp một hồ sơ trùng vào hồ sơ này
event-found-duplicate = Đã gộp vào hồ sơ khác của cùng một người
event-duplicate-set-apart = Đã tách hồ sơ gộp nhầm
event-found-separate = Đã tách khỏi hồ sơ gộp nhầm
event-found-two-people = Đã xác nhận không phải cùng một người với hồ sơ khác
event-moved-by-decision = Đã chuyển đơn vị theo một quyết định chung
event-moved-back = Đã hoàn tác đợt chuyển, về đơn vị cũ
event-account-issued = Đã cấp tài khoản
event-access-granted = Đã cấp quyền
event-access-restricted = Đã hạn chế quyền
event-access-extended = Đã mở rộng, gia hạn quyền
event-access-revoked = Đã hủy bỏ quyền
event-account-moved = Đã chuyển tài khoản sang đơn vị mới
event-account-closed = Đã đóng tài khoản
event-account-closed-with-service = Đã đóng tài khoản khi thôi công tác
event-account-reopened = Đã mở lại tài khoản
event-unit-established = Đã thành lập đơn vị
event-unit-renamed = Đã đổi tên đơn vị
event-unit-moved = Đã chuyển đơn vị sang cấp trên khác
event-unit-merged = Đã sáp nhập đơn vị
event-unit-split = Đã chia đơn vị
event-unit-dissolved = Đã giải thể đơn vị
event-unit-restored = Đã khôi phục đơn vị
event-calendar-published = Đã công bố lịch làm việc của năm
event-day-off-decreed = Đã thêm ngày nghỉ
event-workday-swapped = Đã hoán đổi ngày làm việc
event-rule-pack-adopted = Đã áp dụng bộ quy định thời hạn
event-rule-amended = Đã sửa một quy định thời hạn
event-mass-move-approved = Đã duyệt đợt chuyển
event-mass-move-completed = Đã thực hiện xong đợt chuyển
event-mass-move-undo-ordered = Đã yêu cầu hoàn tác đợt chuyển
event-mass-move-undone = Đã hoàn tác đợt chuyển

# Vai trò
role-data-officer = Cán bộ phụ trách dữ liệu
role-head = Thủ trưởng đơn vị
role-inspector = Người thanh tra, kiểm tra
role-administrator = Quản trị

# Loại đơn vị
unit-kind-province = Tỉnh
unit-kind-department = Sở, ban, ngành
unit-kind-commune = Xã, phường
unit-kind-school = Trường học
unit-kind-health-station = Trạm y tế
unit-kind-service-unit = Đơn vị sự nghiệp khác

# Ghi qua đâu
source-page = Trang web
source-api = Giao diện kết nối (API)
source-command-line = Dòng lệnh
source-import = Nhập từ tệp
source-job = Hệ thống tự ghi

# Đăng nhập
code-activation-used = Mã kích hoạt đã dùng, đã quá 72 giờ hoặc gõ chưa đúng. Kiểm tra lại từng ký tự; nếu vẫn không được, xin mã mới từ cán bộ nhân sự của bạn.
code-bad-credentials = Tên đăng nhập hoặc mật khẩu chưa đúng. Gõ lại cả hai; nếu quên mật khẩu, xin mã kích hoạt mới từ cán bộ nhân sự của bạn.
code-code-wrong = Mã xác thực chưa đúng, đã hết hạn hoặc đã dùng. Chờ ứng dụng hiện mã mới rồi nhập sáu chữ số của mã đó.
code-password-common = Mật khẩu này dễ đoán: quá phổ biến hoặc chứa tên của bạn, của tỉnh, của cơ quan. Ghép bốn từ bất kỳ không liên quan sẽ dễ nhớ và an toàn hơn.
code-password-long = Mật khẩu dài { $actual } ký tự; tối đa { $limit } ký tự. Rút ngắn lại.
code-password-short = Mật khẩu mới có { $actual } ký tự; cần ít nhất { $limit } ký tự. Thêm một vài từ nữa.
code-password-wrong = Mật khẩu chưa đúng. Gõ lại.
code-second-factor-required = Để ghi hoặc nộp hồ sơ, hãy bật xác thực hai bước ở trang “Bảo mật tài khoản”. Nếu chưa bật, bạn vẫn xem được hồ sơ của mình.
code-session-expired = Phiên làm việc đã kết thúc vì lâu không dùng. Đăng nhập lại để tiếp tục.
code-sign-on-declined = Bạn chưa đăng nhập ở cổng đăng nhập, hoặc cổng từ chối. Thử lại, hoặc dùng tên đăng nhập và mật khẩu.
code-sign-on-no-id = Cổng đăng nhập không cho biết số định danh cá nhân nên không rõ bạn là ai. Dùng tên đăng nhập và mật khẩu, và báo cho quản trị.
code-sign-on-not-again = Lần xác thực này không phải của chủ phiên làm việc, hoặc cổng đăng nhập không yêu cầu xác thực mới. Thử lại; nếu vẫn không được, đăng xuất rồi đăng nhập lại.
code-sign-on-stale = Lần đăng nhập này đã dùng, đã quá 10 phút hoặc bắt đầu ở trình duyệt khác. Đăng nhập lại từ đầu.
code-sign-on-unknown = Bạn đã đăng nhập ở cổng đăng nhập, nhưng ở đây không có tài khoản nào đang dùng ứng với bạn. Liên hệ cán bộ nhân sự của cơ quan.
code-sign-on-unreachable = Hiện không kết nối được với cổng đăng nhập. Thử lại sau, hoặc dùng tên đăng nhập và mật khẩu.
code-sign-on-untrusted = Không xác minh được câu trả lời của cổng đăng nhập nên bạn chưa được đăng nhập. Thử lại; nếu vẫn vậy, báo cho quản trị.
code-slow-down = Đã thử sai nhiều lần. Thử lại sau { $seconds } giây.
code-step-up-required = Vì đây là việc quan trọng, hãy xác thực lại. Nội dung bạn nhập vẫn được giữ.
# Đã mở gì trong nhật ký xem hồ sơ
opened-dossier = Trang hồ sơ
opened-record = Các mục hồ sơ
opened-timeline = Dòng thời gian
opened-replay = Diễn biến hồ sơ
opened-deadlines = Các hạn
opened-deadline = Giải thích một hạn
opened-section = Một phần hồ sơ
opened-fact = Một sự kiện
opened-check = Đối chiếu nội dung đã nộp
opened-papers = Danh sách giấy tờ
opened-scan = Bản quét giấy tờ
opened-transfer = Phiếu bàn giao điều chuyển
opened-secondment = Việc biệt phái
opened-access-log = Nhật ký xem hồ sơ
opened-export = Xuất dữ liệu
opened-print = Bản in
opened-duplicates = Hồ sơ nghi trùng
opened-people = Danh sách hồ sơ
opened-name-search = Tìm theo họ tên
opened-id-search = Tìm theo số căn cước
opened-due-list = Danh sách hạn
opened-other = Trang khác của hồ sơ

# Căn cứ được xem hồ sơ
ground-service = Máy chủ
ground-own = Chính chủ
ground-grant = Quyền được cấp

# Kết quả của lần mở hồ sơ
outcome-shown = Đã xem
outcome-denied = Bị từ chối, chưa xem được gì
outcome-quota = Quá số hồ sơ được mở, chưa xem được gì

# Gói hồ sơ.
code-package-checkpoint = Niêm phong trong gói không do nơi gửi ký, hoặc thuộc sổ khác. Đề nghị nơi gửi lập lại gói.
code-package-container = Gói bị cắt hoặc bị sửa tại byte { $at }. Đề nghị nơi gửi gửi lại gói.
code-package-dossier-here = Hồ sơ trong gói đã có ở đây và không do gói này mà có. Không ghi gì thêm; liên hệ nơi gửi để đối chiếu.
code-package-fact-changed = Sự kiện tại vị trí { $position } khác với lúc được ghi. Không dùng gói này; báo cho nơi gửi.
code-package-fact-foreign = Sự kiện tại vị trí { $position } thuộc hồ sơ khác. Không dùng gói này; báo cho nơi gửi.
code-package-fact-future = Sự kiện tại vị trí { $position } ghi thời điểm sau giờ hiện tại của máy chủ này. Kiểm tra đồng hồ hai bên rồi nhận lại.
code-package-fact-missing = Thiếu sự kiện thứ { $sequence } của hồ sơ. Đề nghị nơi gửi lập lại gói.
code-package-fact-proof = Chứng minh của sự kiện tại vị trí { $position } không dẫn tới niêm phong. Không dùng gói này; báo cho nơi gửi.
code-package-fact-unreadable = Không đọc được dòng { $line } của facts.jsonl. Đề nghị nơi gửi lập lại gói.
code-package-unit-unreadable = Không đọc được dòng { $line } của catalogue/units.jsonl (tên các đơn vị). Đề nghị nơi gửi lập lại gói.
code-package-file-changed = Tệp { $file } khác với bản đã ký. Không dùng gói này; đề nghị nơi gửi gửi lại.
code-package-file-missing = Trong gói thiếu tệp { $file }. Đề nghị nơi gửi lập lại gói.
code-package-file-unknown = Tệp { $file } không thuộc gói đã ký hoặc không đúng chỗ. Không dùng gói này; đề nghị nơi gửi gửi lại.
code-package-manifest = Không đọc được bản kê manifest.json, hoặc bản kê không khớp các tệp. Đề nghị nơi gửi lập lại gói.
code-package-newer = Gói theo định dạng phiên bản { $version }, mới hơn phần mềm này. Giữ nguyên tệp và kiểm tra lại sau khi nâng cấp phần mềm.
code-package-not-one = Tệp này không phải là gói hồ sơ. Chọn tệp do `hoso package export` lập.
code-package-other-key = Gói do khóa khác ký, mang tên { $name }, không phải khóa đã cho. Xác minh lại với nơi gửi trước khi dùng.
code-package-other-unit = Hồ sơ đã nhận trước đây và do đơn vị khác quản lý. Chỉ đơn vị ấy nhận được phần tiếp theo.
code-package-overtaken = Từ khi nhận gói trước, hồ sơ đã có sự kiện ghi tại đây, nên không nhận thêm được phần nơi gửi ghi sau. Hai bên đối chiếu rồi ghi bằng quyết định.
code-package-receipt = Biên nhận không có chữ ký của nơi nhận theo khóa đã cho. Đề nghị nơi nhận gửi lại biên nhận.
code-package-receipt-other = Biên nhận thuộc gói khác. Chọn đúng gói đã gửi, hoặc đề nghị nơi nhận gửi lại biên nhận.
code-package-scan = Tệp { $file } không phải bản quét PDF, JPEG hoặc PNG đúng loại. Đề nghị nơi gửi lập lại gói.
code-package-signature = Chữ ký của gói không khớp với bản kê manifest.json. Không dùng gói này; đề nghị nơi gửi gửi lại.
code-package-too-large = Gói lớn hơn mức cho phép, ví dụ quá 512 MiB hoặc quá nhiều tệp. Liên hệ quản trị hệ thống của nơi gửi.
# Loại bước trong diễn biến hồ sơ
replay-kind-intake = Lập hồ sơ
replay-kind-account = Cấp tài khoản
replay-kind-entry = Nhập
replay-kind-hand-in = Nộp
replay-kind-check = Đối chiếu
replay-kind-return = Trả lại
replay-kind-withdrawal = Rút lại
replay-kind-unchanged = Không thay đổi
replay-kind-scan = Bản quét
replay-kind-change = Khai thay đổi
replay-kind-late-entry = Khai bổ sung việc cũ
replay-kind-correction = Đính chính
replay-kind-decision = Ghi theo quyết định
replay-kind-appointment = Bổ nhiệm, công tác
replay-kind-pay = Lương, ngạch
replay-kind-training = Đào tạo
replay-kind-reward = Khen thưởng
replay-kind-discipline = Kỷ luật
replay-kind-transfer = Chuyển đơn vị
replay-kind-ending = Nghỉ hưu, thôi việc, từ trần
replay-kind-newer = Phiên bản mới hơn
replay-kind-merge = Gộp, tách hồ sơ trùng
