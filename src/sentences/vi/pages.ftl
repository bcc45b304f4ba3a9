# Lời của các trang và của những lỗi mà dịch vụ tự báo. Mọi khóa bắt đầu bằng page-.

## Khung trang
page-site-name = Hồ sơ cán bộ, công chức, viên chức
page-brand = Hồ sơ CBCCVC
page-skip = Đến nội dung chính
page-band = DỮ LIỆU GIẢ
page-band-why = – mọi người, đơn vị và giấy tờ ở đây đều do máy tạo ra để dùng thử.
page-nav = Các trang chính
page-nav-board = Theo dõi hạn
page-nav-people = Danh sách hồ sơ
page-nav-own = Hồ sơ của tôi
page-acting-as = Đang vào vai
page-act-as-other = Đổi vai
page-crumbs = Bạn đang ở
page-as-of = Số liệu lúc { $at }.
page-language-name = Tiếng Việt

## Ngày, giấy tờ, người
page-monday = Thứ Hai
page-tuesday = Thứ Ba
page-wednesday = Thứ Tư
page-thursday = Thứ Năm
page-friday = Thứ Sáu
page-saturday = Thứ Bảy
page-sunday = Chủ nhật
page-paper = số { $number } ngày { $day } của { $issuer }
page-who-for-unit = { $name } ({ $unit })
page-who-and-when = { $who }, lúc { $at }
page-recorded-by = Người ghi
page-recorded-at = Ghi nhận lúc
page-effective-on = Có hiệu lực từ
page-checked-by = Người đối chiếu
page-paper-label = Căn cứ
page-paper-none = Không nêu giấy tờ
page-reason = Lý do
page-source = Ghi qua
page-since = (hiệu lực từ { $day })
page-value-none = (để trống)
page-recorded-by-new = Người ghi nội dung mới
page-recorded-by-old = Người ghi nội dung đang có
page-checked-by-old = Người đối chiếu nội dung đang có
page-value-file = Tệp đã lưu, dấu { $begins }…

## Vai dùng thử
page-choose-title = Chọn vai để dùng thử
page-choose-lead = Mỗi vai thấy một phần việc khác nhau của cùng một tỉnh. Chọn một người để bắt đầu; lúc nào cũng có thể đổi vai ở góc trên.
page-choose-nobody = Chưa có vai nào để chọn. Chạy lại lệnh “hoso demo” để tạo dữ liệu.
page-choose-act = Vào vai { $name }
page-role-officer-finds = Thấy việc đến hạn của đơn vị mình, đối chiếu nội dung khai với hồ sơ giấy, lưu hoặc trả lại.
page-role-head-finds = Thấy đơn vị mình và các đơn vị trực thuộc làm có đúng hạn không, việc nào đang chậm.
page-role-inspector-finds = Đi từ số liệu toàn phạm vi kiểm tra đến từng người, từng việc đã ghi và giấy tờ làm căn cứ.
page-role-official = Cán bộ, công chức, viên chức
page-role-official-finds = Xem hồ sơ của chính mình đã có nhiều năm: ai ghi từng nội dung, khi nào, theo giấy tờ nào, trước đây ra sao.
page-role-new-official = Người mới được cấp tài khoản
page-role-new-official-finds = Hồ sơ đang khai dở, sắp hết hạn khai lần đầu.
page-role-late-official = Người khai chậm
page-role-late-official-finds = Hồ sơ đã quá hạn khai lần đầu; xem được vì sao hạn là ngày đó.
page-role-returned-official = Người bị trả lại hồ sơ
page-role-returned-official-finds = Hồ sơ bị trả lại, có lý do ở từng mục và hạn sửa riêng.
page-role-administrator-finds = Thấy việc quản trị đang chờ, đơn vị, lịch, quy định, tình trạng hệ thống; không đọc được hồ sơ của ai.

## Nhiệm vụ
page-by-person = Người có hồ sơ
page-by-managing-unit = Cơ quan quản lý hồ sơ
page-by-receiving-unit = Cơ quan tiếp nhận
page-term-working-days = { $n } ngày làm việc
page-term-days = { $n } ngày

## Hạn
page-chip-in-time = Đúng hạn
page-chip-soon = Sắp đến hạn
page-chip-overdue = Quá hạn
page-chip-met-on-time = Xong đúng hạn
page-chip-met-late = Xong quá hạn
page-chip-void = Không còn phải làm
page-chip-unknown = Chưa tính được hạn
page-due-left = còn { $n } ngày làm việc, hết hạn 24:00 ngày { $day }
page-due-today = hết hạn 24:00 hôm nay, { $day }
page-due-passed = quá { $n } ngày làm việc, hạn là 24:00 ngày { $day }
page-due-just-passed = hạn là 24:00 ngày { $day }, chưa qua ngày làm việc nào
page-due-met = xong ngày { $met }, hạn { $day }
page-due-met-late = xong ngày { $met }, chậm { $n } ngày làm việc so với hạn { $day }
page-due-void = không còn phải làm từ { $day }
page-due-missing-year = Chưa có lịch làm việc năm { $year } nên chưa tính được hạn.
page-due-no-rule = Chưa có quy định về thời hạn cho việc này.
page-why-link = Vì sao là ngày này?

## Danh sách hồ sơ
page-people-title = Danh sách hồ sơ
page-people-search = Tìm theo họ tên
page-people-search-hint = Gõ có dấu hoặc không dấu đều được, ví dụ: nguyen thi huong
page-people-unit = Đơn vị
page-people-unit-hint = Gõ tên hoặc mã đơn vị; có dấu hoặc không dấu đều được
page-people-unit-wrong = Không rõ là đơn vị nào. Gõ đủ tên hoặc mã đơn vị. Danh sách dưới đây là của tất cả đơn vị.
page-people-all-units = Tất cả đơn vị tôi được xem
page-people-all-units-lower = các đơn vị bạn được xem
page-people-find = Tìm
page-people-name = Họ và tên
page-people-situation = Tình trạng hồ sơ
page-people-next = Việc gần đến hạn nhất
page-people-born = sinh { $day }
page-people-nothing-due = Không có việc nào đang chờ
page-people-found = Có { $n } người khớp với “{ $query }”.
page-people-found-first = { $n } người đầu tiên khớp với “{ $query }”.
page-people-shown = { $n } người, xếp theo tên.
page-people-shown-first = { $n } người trên trang này, xếp theo tên.
page-people-more = Xem tiếp
page-people-narrow = Còn người khác cũng khớp. Gõ thêm họ, chữ đệm hoặc chọn đơn vị để thu hẹp.
page-people-none-found = 0 kết quả cho “{ $query }” trong { $place }.
page-people-none-found-do = Thử gõ ít chữ hơn; có dấu hoặc không dấu đều được.
page-people-search-everywhere = Tìm trong tất cả đơn vị bạn được xem
page-people-none-here = Chưa có hồ sơ nào trong { $place }.
page-people-none-here-do = Hồ sơ xuất hiện ở đây sau khi được mở từ hồ sơ giấy đã xác nhận.

## Tình trạng hồ sơ
page-situation-first-entry = Đang khai lần đầu
page-situation-first-returned = Bị trả lại, đang sửa
page-situation-first-check = Chờ đối chiếu lần đầu
page-situation-kept = Đã đối chiếu, đang cập nhật
page-situation-withdrawn = Đã rút lại vì mở nhầm
page-opened-on = Hồ sơ giấy được xác nhận
page-state-draft = Bản nháp, chưa nộp
page-state-waiting = Chờ đối chiếu
page-state-returned = Bị trả lại
page-state-checked = Đã đối chiếu
page-returned-title = Các mục bị trả lại, cần sửa
page-objection = Lý do trả lại:

## Một hồ sơ
page-deadlines-title = Việc phải làm và thời hạn
page-deadlines-none = Không có việc nào đang chờ.
page-deadlines-past = Việc đã qua: { $n }
page-record-title = Nội dung hồ sơ
page-record-empty = Ở thời điểm này hồ sơ chưa có nội dung nào.
page-record-jump = Đến một phần của hồ sơ
page-record-parts = Các phần của hồ sơ
page-record-blank-sections = Chưa có nội dung ở các mục:
page-origin = Nguồn gốc
page-not-checked = Chưa đối chiếu
page-stands-at-once = Có hiệu lực ngay khi ghi, theo căn cứ nêu trên
page-moment-true-on = Xem nội dung đúng vào ngày
page-moment-true-on-hint = Lấy giá trị có hiệu lực vào ngày này, ví dụ 30/09/2024
page-moment-known-at = Chỉ theo những gì đã ghi đến hết
page-moment-known-at-hint = Bỏ qua những gì ghi sau lúc này, ví dụ 05/03/2026 hoặc 10:42 05/03/2026
page-moment-show = Xem
page-moment-day-wrong = Nhập đủ ngày, tháng, năm, ví dụ 30/09/2024.
page-moment-known-wrong = Nhập ngày như 05/03/2026, hoặc giờ và ngày như 10:42 05/03/2026.
page-moment-told-now = Đang xem hồ sơ hiện nay, theo tất cả những gì đã ghi.
page-moment-told-true-on = Đang xem những gì đúng vào ngày { $day }, theo tất cả những gì đã ghi đến nay.
page-moment-told-known-at = Đang xem hồ sơ theo những gì đã ghi đến lúc { $at }. Những gì ghi sau đó không được tính.
page-moment-told-both = Đang xem những gì đúng vào ngày { $day }, theo những gì đã ghi đến lúc { $at }.
page-moment-now = Về hiện nay

## Dòng thời gian
page-timeline-title = Dòng thời gian
page-timeline-order = Việc ghi sau cùng đứng trên. Không dòng nào bị sửa hay xóa.
page-timeline-empty = Chưa có việc nào được ghi trước thời điểm này.
page-timeline-older = Xem các việc trước đó
page-timeline-newest = Về việc mới nhất
page-timeline-later = Ghi sau thời điểm đang xem, không tính vào nội dung ở trên.
page-timeline-entries = Xem { $n } nội dung
page-before = trước:
page-after = nay:
page-fields-and-more = { $fields } và { $more } mục khác
page-fact-dossier-opened = { $who } mở hồ sơ từ hồ sơ giấy đã được xác nhận.
page-fact-account-issued = { $who } tạo lập tài khoản cho người có hồ sơ.
page-fact-section-entered = { $who } khai mục { $what }.
page-fact-section-entered-for = { $who } nhập thay mục { $what }.
page-fact-record-submitted = { $who } nộp { $what } nội dung để đối chiếu.
page-fact-change-declared = { $who } khai báo thay đổi: { $what }.
page-fact-late-entry-declared = { $who } khai bổ sung nội dung còn thiếu: { $what }.
page-fact-correction-asked = { $who } đề nghị đính chính: { $what }.
page-fact-error-corrected = { $who } đính chính: { $what }.
page-fact-agency-entry-recorded = { $who } ghi theo quyết định: { $what }.
page-fact-submission-checked = { $who } đối chiếu { $what } nội dung với hồ sơ giấy: khớp, đã lưu.
page-fact-submission-returned = { $who } trả lại để sửa, vì { $what } nội dung không khớp hồ sơ giấy.
page-fact-submission-withdrawn = { $who } rút lại nội dung đã nộp.
page-fact-paper-scanned = { $who } nộp bản quét của văn bản số { $what }.
page-fact-section-unchanged = { $who } đối chiếu mục { $what }: không có thay đổi.
page-fact-opening-withdrawn = { $who } rút lại việc mở hồ sơ do nhầm; hồ sơ không còn tính vào danh sách và hạn nào.
page-fact-transfer-ordered = { $who } ghi việc điều chuyển sang đơn vị khác theo văn bản số { $what }.
page-fact-dossier-released = { $who } bàn giao hồ sơ cho đơn vị mới; bản kê có { $what } dòng.
page-fact-paper-dossier-received = { $who } nhận hồ sơ giấy hợp lệ.
page-fact-paper-dossier-found-invalid = { $who } nhận hồ sơ giấy, chưa hợp lệ: { $what }.
page-fact-transfer-accepted = { $who } tiếp nhận hồ sơ và quản lý từ đây.
page-fact-transfer-refused = { $who } từ chối tiếp nhận; hồ sơ vẫn do đơn vị cũ quản lý.
page-fact-release-recalled = { $who } thu hồi hồ sơ đã bàn giao.
page-fact-transfer-cancelled = { $who } hủy việc điều chuyển; hồ sơ vẫn do đơn vị cũ quản lý.
page-fact-secondment-ordered = { $who } ghi quyết định biệt phái, thời gian { $what }.
page-fact-secondment-prolonged = { $who } ghi quyết định kéo dài biệt phái đến hết ngày { $what }.
page-fact-secondment-ended-early = { $who } ghi quyết định kết thúc sớm biệt phái, ngày cuối { $what }.
page-fact-secondment-cancelled = { $who } hủy việc biệt phái.
page-fact-other = { $who } ghi một việc khác ({ $what }).

## Bảng theo dõi hạn
page-board-title = Theo dõi hạn: { $unit }
page-board-open = Đang chờ
page-board-finished = Đã xong
page-board-share = Tỷ lệ đúng hạn
page-board-share-told = Tỷ lệ đúng hạn: số việc xong đúng hạn trên tổng số việc đã xong và việc quá hạn.
page-board-by-duty = Theo từng nhiệm vụ
page-board-duty = Nhiệm vụ
page-board-unit = Đơn vị
page-board-due = Hạn
page-board-below = Các đơn vị trực thuộc
page-board-below-order = Xếp theo số việc quá hạn, nhiều nhất đứng trên; đã gộp cả đơn vị cấp dưới.
page-board-all-units = Xem tất cả { $n } đơn vị
page-board-next = Việc đang chờ, gấp nhất trước
page-board-next-shown = { $n } trong { $all } việc đang chờ.
page-board-all-duties = Xem { $n } việc
page-board-all-done = Không còn việc nào đang chờ.
page-board-nothing = Chưa có hạn nào phải theo dõi.
page-board-nothing-do = Hạn đầu tiên xuất hiện khi một hồ sơ được mở từ hồ sơ giấy đã xác nhận.

## Vì sao là ngày này?
page-why-title = Vì sao là ngày này?
page-why-rule = Quy định
page-why-term = Thời hạn
page-why-who = Ai phải làm
page-why-starts = Tính từ
page-why-basis = Căn cứ pháp lý
page-why-start = Việc làm phát sinh thời hạn
page-why-started-on = Ngày bắt đầu
page-why-entered = Được ghi vào hệ thống
page-why-entered-same-day = ngày { $day }, cùng ngày bắt đầu
page-why-entered-late = ngày { $day }, sau ngày bắt đầu { $n } ngày làm việc
page-why-days = Đếm từng ngày
page-why-day = Ngày
page-why-counted = Tính là ngày thứ
page-why-not-counted = không tính
page-why-reason = Vì
page-why-last-day = Ngày cuối, hết hạn lúc 24:00
page-why-end = Việc đã hoàn thành
page-why-ended-on = Ngày hoàn thành
page-why-versions = Lịch và quy định đã dùng để tính
page-why-pack = Bộ quy định
page-why-rulebook = Phiên bản quy định
page-why-calendar = Phiên bản lịch làm việc
page-why-ends-at-24 = Thời hạn hết lúc 24:00 của ngày cuối cùng, giờ Việt Nam. Ngày bắt đầu không tính (Bộ luật Dân sự 2015, Điều 147 và 148).
page-why-redated = Hạn đã thông báo lúc đầu là { $notified }. Lịch làm việc hoặc quy định thay đổi sau đó nên hạn nay là { $due }.
page-why-kept = Đếm theo lịch hiện nay thì hạn là { $computed }; hạn đã thông báo là { $due } và được giữ nguyên.
page-why-all-rules = Xem tất cả quy định thời hạn
page-why-all-days = Xem lịch làm việc
page-day-start = Ngày bắt đầu
page-day-working = Ngày làm việc
page-day-worked-saturday = Thứ Bảy làm bù cho ngày { $day }
page-day-weekend = Nghỉ cuối tuần
page-day-off = Nghỉ lễ: { $name }
page-day-swapped = Nghỉ hoán đổi, làm bù ngày { $day }
page-day-plain = Tính theo ngày, kể cả ngày nghỉ

## Khi không xem được
page-lost-title = Không tìm thấy trang này
page-unknown-title = Chưa biết bạn là ai
page-forbidden-title = Yêu cầu bị chặn
page-busy-title = Hệ thống đang bận
page-broken-title = Có trục trặc với hệ thống
page-refused-title = Chưa làm được việc này
page-way-home = Về trang đầu
page-way-choose = Chọn vai khác

## Lỗi do dịch vụ báo
page-problem-other = Hệ thống chưa nhận nội dung này (mã { $code }). Kiểm tra lại rồi gửi lần nữa.
page-problem-token-missing = Chưa rõ bạn là ai. Trong bản dùng thử, hãy chọn vai; hệ thống kết nối thì gửi kèm mã truy cập.
page-problem-token-unknown = Mã truy cập này không đúng, đã hết hạn hoặc đã bị thu hồi. Xin mã mới từ người quản trị.
page-problem-request-too-slow = Yêu cầu mất quá nhiều thời gian nên bị dừng. Gửi lại đúng yêu cầu này với cùng khóa để biết kết quả.
page-problem-cross-site = Yêu cầu đến từ một trang khác nên bị chặn. Mở trang này trực tiếp rồi làm lại.
page-problem-method-not-allowed = Địa chỉ này không nhận cách gọi đó.
page-problem-body-too-large = Nội dung gửi lên lớn quá 256 KiB. Chia nhỏ rồi gửi lại.
page-problem-content-type-wrong = Nội dung phải là JSON (Content-Type: application/json).
page-problem-request-malformed = Không đọc được yêu cầu này. Quay lại trang trước rồi làm lại.
page-problem-query-malformed = Có tham số trong địa chỉ không đọc được hoặc không được biết đến.
page-problem-idempotency-key-missing = Thiếu khóa yêu cầu: gửi kèm tiêu đề Idempotency-Key, mỗi yêu cầu một khóa riêng.
page-problem-idempotency-key-malformed = Khóa yêu cầu (Idempotency-Key) gồm 1 đến 200 ký tự ASCII, không có dấu cách.
page-problem-if-match-malformed = If-Match phải là ETag đã nhận, trong dấu ngoặc kép, ví dụ "7.1042", hoặc là dấu sao (*).
page-problem-utf8-invalid = Nội dung không phải là văn bản UTF-8.
page-problem-json-malformed = Nội dung không phải là JSON đúng cú pháp.
page-problem-member-unknown = Có thành phần không được biết đến. Bỏ thành phần đó hoặc sửa tên.
page-problem-member-missing = Thiếu một thành phần bắt buộc.
page-problem-member-twice = Có thành phần được nêu hai lần.
page-problem-member-choice-unknown = Giá trị này không có trong các lựa chọn.
page-problem-member-type-wrong = Thành phần này sai kiểu dữ liệu.
page-problem-date-unreadable = Nhập ngày như 05/03/2026 hoặc 2026-03-05.
page-problem-pack-unknown = Không có bộ quy định mang mã này.
page-problem-duty-unknown = Không có nhiệm vụ mang mã này.

# Biểu mẫu
page-form-wrong-title = Có lỗi cần sửa
page-form-wrong-window = Lỗi: { $title }
