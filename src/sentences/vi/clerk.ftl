# Lời của các trang cán bộ nhân sự làm việc hằng ngày, và của trang một sự kiện.

## Việc cần làm
page-clerk-nav = Việc cần làm
page-clerk-work-title = Việc cần làm
page-clerk-begin = Bắt đầu đối chiếu
page-clerk-begin-none = Không có hồ sơ nào chờ bạn đối chiếu.
page-clerk-open-link = Tiếp nhận hồ sơ mới
page-clerk-groups = Việc đang chờ theo loại
page-clerk-kind = Loại việc
page-clerk-all = Tất cả
page-clerk-due-today = Hết hạn hôm nay
page-clerk-due-next-day = Ngày làm việc tới
page-clerk-due-later = Sau đó
page-clerk-kind-first-check = Đối chiếu hồ sơ khai lần đầu
page-clerk-kind-later-check = Đối chiếu thay đổi, bổ sung, đính chính
page-clerk-kind-issue-account = Cấp tài khoản
page-clerk-kind-first-entry = Người có hồ sơ chưa khai lần đầu
page-clerk-kind-amend = Đã trả lại, chờ người khai sửa
page-clerk-kind-take-over = Tiếp nhận hồ sơ chuyển đến
page-clerk-kind-record-ending = Ghi việc thôi công tác
page-clerk-work-list = Danh sách, gấp nhất trước
page-clerk-all-kinds = Tất cả loại việc
page-clerk-filter = Lọc
page-clerk-shown = { $n } việc trên trang này.
page-clerk-select = Chọn
page-clerk-select-one = Chọn { $name }
page-clerk-act = Làm
page-clerk-act-check = Đối chiếu
page-clerk-act-transfer = Xem việc điều chuyển
page-clerk-act-account = Cấp tài khoản
page-clerk-act-open = Mở hồ sơ
page-clerk-own = Hồ sơ của bạn: chuyển cho đồng nghiệp đối chiếu.
page-clerk-from-start = Về việc gấp nhất
page-clerk-none = Không còn việc nào đang chờ.
page-clerk-none-do = Việc mới xuất hiện ở đây khi có người nộp hồ sơ, khai báo thay đổi, hoặc khi bạn tiếp nhận một hồ sơ giấy đã được xác nhận.
page-clerk-none-here = Không còn việc nào trong phần bạn đang lọc.
page-clerk-show-all = Xem tất cả việc đang chờ
page-clerk-recorded = Đã ghi, hồ sơ { $name }:
page-clerk-see-fact = Xem sự kiện đã ghi
page-clerk-back-to-work = Về danh sách việc

## Đối chiếu với giấy
page-clerk-check-title = Đối chiếu: { $name }
page-clerk-handed-in = Nội dung nộp
page-clerk-handed-in-by = Người nộp
page-clerk-of-first-record = Hồ sơ khai lần đầu
page-clerk-of-change = Khai báo thay đổi, xảy ra ngày { $day }
page-clerk-of-late-entry = Khai bổ sung việc cũ, có từ ngày { $day }
page-clerk-of-correction = Đề nghị đính chính
page-clerk-of-mended = Nộp lại sau khi sửa
page-clerk-whole-dossier = Xem cả hồ sơ
page-clerk-paper = Bản giấy
page-clerk-no-scan = Chưa có bản quét. So với bản giấy trong hồ sơ.
page-clerk-paper-of-declaration = Giấy tờ kèm nội dung nộp
page-clerk-paper-of-dossier = Văn bản xác nhận hồ sơ giấy
page-clerk-paper-number = Số, ký hiệu văn bản
page-clerk-paper-dated = Ngày ký
page-clerk-paper-issuer = Cơ quan ban hành
page-clerk-keys-on = Dùng phím tắt
page-clerk-keys-told = K khớp, S sai, T thiếu trên giấy (hoặc Alt+1, Alt+2, Alt+3); ↑ ↓ chuyển mục; Ctrl+Enter hoàn tất. Phím chữ không có tác dụng khi đang gõ trong ô.
page-clerk-section-matches = Cả { $n } mục trong phần này khớp
page-clerk-matches = Khớp
page-clerk-differs = Sai
page-clerk-not-on-paper = Thiếu trên giấy
page-clerk-before = Trước đây:
page-clerk-changed = (đã thay đổi)
page-clerk-objected-before = Lần trước trả lại vì:
page-clerk-reason-canned = Lý do trả lại
page-clerk-reason-choose = Chọn câu có sẵn
page-clerk-reason-own = Ghi thêm, hoặc ghi bằng lời của bạn
page-clerk-reason-differs = Nội dung khai khác với hồ sơ giấy.
page-clerk-reason-mistyped = Gõ sai chữ hoặc số so với hồ sơ giấy.
page-clerk-reason-part-missing = Khai còn thiếu so với hồ sơ giấy.
page-clerk-reason-not-on-paper = Hồ sơ giấy không có nội dung này.
page-clerk-reason-unreadable = Bản giấy mờ, không đọc được; nộp bản rõ hơn.
page-clerk-reason-needs-paper = Chưa có giấy tờ chứng minh; nộp kèm bản sao.
page-clerk-reason-missing = Chọn hoặc ghi lý do trả lại mục { $field }.
page-clerk-reason-too-long = Lý do trả lại mục { $field } dài quá 500 ký tự. Rút gọn lại.
page-clerk-reason-invisible = Lý do trả lại mục { $field } chứa ký tự không nhìn thấy. Xóa và gõ lại.
page-clerk-undecided = Còn { $n } mục chưa có kết quả. Chọn Khớp, Sai hoặc Thiếu trên giấy, hoặc bấm nút “Các mục còn lại khớp”.
page-clerk-progress = Đã có kết quả { $done }/{ $all } mục
page-clerk-finish = Hoàn tất
page-clerk-rest-matches = Các mục còn lại khớp, hoàn tất
page-clerk-later = Để sau, sang việc kế tiếp
page-clerk-next = Sang việc kế tiếp
page-clerk-ended-title = Đã xử lý: { $name }
page-clerk-ended-checked = { $who } đã đối chiếu nội dung này lúc { $at }: khớp, đã lưu.
page-clerk-ended-returned = { $who } đã trả lại nội dung này lúc { $at } để sửa.
page-clerk-ended-withdrawn = { $who } đã rút lại nội dung này lúc { $at }.
page-clerk-ended-nothing-sent = Kết quả bạn chọn ở đây không được ghi thêm. Bạn có thể sang việc kế tiếp.
page-clerk-own-title = Hồ sơ của chính bạn

## Trên trang một hồ sơ
page-clerk-to-do = Việc của bạn với hồ sơ này
page-clerk-check-n = Đối chiếu { $n } mục đang chờ
page-clerk-fact-label = Sự kiện
page-clerk-fact-number = số { $n }

## Tiếp nhận hồ sơ
page-clerk-open-title = Tiếp nhận hồ sơ mới
page-clerk-open-lead = Nhập theo hồ sơ giấy đã được cấp có thẩm quyền xác nhận. Sau bước này, đơn vị có 5 ngày làm việc kể từ ngày xác nhận để cấp tài khoản.
page-clerk-number = Số định danh cá nhân
page-clerk-number-hint = 12 chữ số trên thẻ căn cước, ví dụ 079 085 012 345
page-clerk-full-name = Họ và tên khai sinh
page-clerk-full-name-hint = Ghi có dấu, như trên hồ sơ giấy
page-clerk-keeping-unit = Cơ quan, đơn vị quản lý hồ sơ
page-clerk-unit-choose = Chọn cơ quan, đơn vị
page-clerk-unit-missing = Chọn cơ quan, đơn vị quản lý hồ sơ.
page-clerk-unit-wrong = Không rõ là đơn vị nào. Gõ đủ tên hoặc mã đơn vị.
page-clerk-confirmed-on = Ngày hồ sơ giấy được xác nhận
page-clerk-confirmation = Văn bản xác nhận hồ sơ giấy
page-clerk-paper-number-hint = Ví dụ: 112/QĐ-SNV
page-clerk-paper-issuer-hint = Ví dụ: Sở Nội vụ tỉnh Tây Ninh
page-clerk-day-hint = Đủ ngày, tháng, năm, ví dụ 05/03/2026
page-clerk-open-act = Tiếp nhận hồ sơ
page-clerk-taken-here = Số định danh này đã có ở hồ sơ của { $name }, { $unit }. Mỗi người chỉ có một hồ sơ: mở hồ sơ đó để làm tiếp, hoặc kiểm tra lại số đã gõ.
page-clerk-taken-elsewhere = Số định danh này đã có ở một hồ sơ ngoài phạm vi của bạn. Kiểm tra lại số đã gõ; nếu đúng, liên hệ Sở Nội vụ để biết hồ sơ đang ở đâu và làm thủ tục chuyển. Người đã thôi công tác nay được tiếp nhận lại thì dùng tiếp hồ sơ cũ.
page-clerk-open-that-one = Mở hồ sơ đó

## Cấp tài khoản
page-clerk-account-title = Cấp tài khoản
page-clerk-account-lead = Người có hồ sơ dùng tài khoản này để tự khai. Thời hạn khai lần đầu tính từ ngày tài khoản được cấp.
page-clerk-account-there = Người này đã có tài khoản.
page-clerk-account-act = Cấp tài khoản cho { $name }

## Làm cho nhiều người
page-clerk-issue-selected = Cấp tài khoản cho người đã chọn
page-clerk-print-selected = Lập danh sách để in
page-clerk-issued-title = Kết quả cấp tài khoản
page-clerk-outcome = Kết quả
page-clerk-issued = Đã cấp tài khoản.
page-clerk-nobody-title = Chưa chọn ai
page-clerk-nobody-selected = Chưa chọn ai. Quay lại danh sách, đánh dấu ở ô trước tên rồi bấm lại.
page-clerk-to-accounts = Danh sách chờ cấp tài khoản
page-clerk-list-title = Danh sách đã chọn
page-clerk-list-made = { $who } lập lúc { $at }.
page-clerk-list-number = STT

## Danh sách hồ sơ
page-clerk-number-search-title = Tìm theo số định danh cá nhân
page-clerk-number-search-hint = 12 chữ số. Số này không hiện trên địa chỉ trang.
page-clerk-number-search = Tìm theo số
page-clerk-number-none = Trong các đơn vị bạn được xem, không có hồ sơ nào mang số này. Kiểm tra lại từng chữ số.
page-clerk-sort-turn = , đảo thứ tự

## Một sự kiện
page-clerk-fact-title = Sự kiện số { $n }
page-clerk-fact-other = { $who }: { $what }.
page-clerk-fact-about = Hồ sơ của
page-clerk-fact-for = Thay mặt
page-clerk-fact-changes = Nội dung trước và sau
page-clerk-fact-objections = Các mục bị trả lại
page-clerk-fact-in-log = Trong sổ sự kiện
page-clerk-fact-in-log-told = Sự kiện đã ghi không sửa và không xóa được. Mã băm cho phép bất cứ ai kiểm chứng điều đó.
page-clerk-fact-position = Vị trí trong sổ
page-clerk-fact-sequence = Thứ tự trong hồ sơ hoặc chuỗi sự kiện
page-clerk-fact-correlation = Mã của lần thao tác
page-clerk-fact-leaf = Mã băm của sự kiện
page-clerk-fact-chain = Chuỗi băm đến sự kiện này
page-clerk-fact-json = Xem dữ liệu gốc đã lưu

## Ghi theo quyết định, đính chính, không thay đổi
page-clerk-decision-title = Ghi theo quyết định
page-clerk-decision-lead = Chỉ cơ quan quản lý hồ sơ ghi các mục này, theo quyết định đã ký. Nội dung có hiệu lực ngay khi ghi.
page-clerk-decision-paper = Quyết định
page-clerk-decision-act = Ghi theo quyết định
page-clerk-correction-title = Đính chính
page-clerk-correction-lead = Dùng khi hồ sơ đã ghi điều chưa từng đúng. Nội dung cũ vẫn được giữ trong dòng thời gian. Nếu thực tế thay đổi thì không đính chính mà khai báo thay đổi.
page-clerk-correction-paper = Giấy tờ làm căn cứ
page-clerk-correction-reason = Lý do đính chính
page-clerk-reason-hint = Sai ở đâu, vì sao, ví dụ: gõ nhầm năm sinh khi nhập
page-clerk-correction-act = Đính chính
page-clerk-unchanged-title = Đối chiếu, không có thay đổi
page-clerk-unchanged-lead = Ghi lại rằng một phần của hồ sơ đã được so với giấy tờ và vẫn đúng.
page-clerk-unchanged-paper = Giấy tờ đã dùng để đối chiếu
page-clerk-unchanged-act = Ghi: không có thay đổi
page-clerk-parts = Chọn phần của hồ sơ
page-clerk-part-missing = Chọn phần của hồ sơ trước.
page-clerk-effective-on = Ngày có hiệu lực
page-clerk-row = { $table }: dòng đã có
page-clerk-new-row = { $table }: dòng mới
page-clerk-nothing-said = Chưa có nội dung nào khác với hồ sơ hiện nay. Sửa hoặc điền ít nhất một mục.
