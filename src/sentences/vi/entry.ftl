# Lời của các trang để khai hồ sơ: việc của tôi, từng phần, kiểm tra và nộp, biên nhận, báo thay đổi.

## Việc của tôi
page-entry-home-title = Việc của tôi
page-entry-home-left = Còn { $left } trong { $of } phần bắt buộc chưa khai đủ
page-entry-home-progress = Đã khai đủ { $done } trong { $of } phần bắt buộc. Các phần khác chỉ khai nếu có.
page-entry-home-unsaved = Có bản nháp chưa lưu vào hồ sơ
page-entry-home-returned = Hồ sơ bị trả lại, có { $n } mục cần sửa
page-entry-home-ready = Đã khai đủ. Kiểm tra lại rồi nộp.
page-entry-home-handed-in = Hồ sơ đã nộp, cơ quan đang đối chiếu
page-entry-home-complete = Hồ sơ của bạn đã đầy đủ
page-entry-home-complete-do = Có thay đổi thì báo trong thời hạn quy định, theo các lối dưới đây.
page-entry-home-last-check = Lần đối chiếu gần nhất: { $at }.
page-entry-go-on = Tiếp tục khai hồ sơ
page-entry-go-mend = Sửa mục bị trả lại
page-entry-waiting-title = Đã nộp, chờ cơ quan đối chiếu
page-entry-waiting-line = Nộp ngày { $day }: cơ quan đối chiếu { $due }.
page-entry-to-receipt = Xem biên nhận
page-entry-ways-title = Tôi vừa có thay đổi
page-entry-ways-other = Không phải thay đổi mới:

## Các phần của hồ sơ
page-entry-tasks-title = Khai hồ sơ
page-entry-tasks-lead = Khai phần nào trước cũng được. Nội dung đã lưu còn nguyên khi bạn quay lại; nộp khi đã khai đủ.
page-entry-tasks-lead-check = Hồ sơ đang chờ cơ quan đối chiếu nên chưa sửa được. Muốn sửa ngay thì rút lại lần nộp, ở trang biên nhận.
page-entry-tasks-lead-kept = Hồ sơ đã được đối chiếu. Mục bị trả lại thì sửa ở đây; có thay đổi mới thì báo thay đổi.
page-entry-if-any = (khai nếu có)
page-entry-stands-returned = Bị trả lại { $n } mục
page-entry-stands-untouched = Chưa khai
page-entry-stands-missing = Còn thiếu { $n } mục
page-entry-stands-unsaved = Có bản nháp chưa lưu
page-entry-stands-typed = Đã khai
page-entry-stands-nothing = Không khai
page-entry-stands-waiting = Chờ đối chiếu
page-entry-stands-checked = Đã đối chiếu
page-entry-to-tasks = Xem tất cả các phần
page-entry-to-answers = Kiểm tra và nộp
page-entry-for = Bạn đang khai thay cho { $name }, theo hồ sơ giấy. Hồ sơ ghi rõ là do bạn nhập.

## Một phần
page-entry-piece = Trang { $n } trên { $of } của phần này
page-entry-piece-before = Trang trước
page-entry-piece-after = Trang sau
page-entry-save = Lưu và tiếp tục
page-entry-keep = Lưu nháp, khai sau
page-entry-drop = Bỏ bản nháp
page-entry-kept = Đã lưu nháp lúc { $at }.
page-entry-draft-shown = Đang hiện bản nháp lưu lúc { $at }, chưa ghi vào hồ sơ. Bấm “Lưu” để ghi vào hồ sơ.
page-entry-section-done = Xong phần này
page-entry-done-saved = Đã lưu vào hồ sơ.
page-entry-done-kept = Đã lưu nháp. Chỉ bạn thấy bản nháp; quay lại phần đó để khai tiếp.
page-entry-done-dropped = Đã bỏ bản nháp. Đang hiện nội dung trong hồ sơ.
page-entry-done-row-gone = Đã bỏ dòng này khỏi bản khai.
page-entry-done-withdrawn = Đã rút lại lần nộp. Cơ quan không đối chiếu lần nộp này nữa.
page-entry-locked-check = Các mục dưới đây đang chờ đối chiếu nên chưa sửa được. Muốn sửa thì rút lại lần nộp, ở trang biên nhận.
page-entry-locked-kept = Các mục dưới đây không sửa trực tiếp được. Có gì khác thì báo thay đổi:
page-entry-by-agency = Do cơ quan quản lý hồ sơ nhập theo quyết định
page-entry-by-system = Do hệ thống tự điền
page-entry-not-there = Chưa có:
page-entry-file-how = Chưa có. Chụp bằng điện thoại hoặc chọn tệp ảnh ở trang “Giấy tờ”.
page-entry-file-there = Đã có trong hồ sơ.
page-entry-file-act = Nộp hoặc xem ảnh
page-entry-changed-meanwhile = { $who } vừa ghi vào phần này lúc { $at }. Nội dung bạn nhập còn nguyên bên dưới; xem lại rồi bấm “Lưu” lần nữa để ghi đè.

## Dòng của bảng
page-entry-rows-min = Cần ít nhất { $n } dòng.
page-entry-rows-none = Chưa có dòng nào.
page-entry-row-span = { $from } – { $to }
page-entry-row-since = từ { $from }
page-entry-row-open = Sửa
page-entry-row-unsaved = Dòng đang nhập dở
page-entry-row-new-title = Thêm dòng: { $table }
page-entry-row-change-title = Sửa dòng: { $table }
page-entry-row-remove = Bỏ dòng này
page-entry-save-row = Lưu dòng này
page-entry-save-row-more = Lưu và thêm dòng nữa

## Kiểm tra và nộp
page-entry-answers-title = Kiểm tra và nộp hồ sơ
page-entry-answers-lead = Xem lại từng mục đã khai. Mục nào chưa đúng thì bấm “Thay đổi” ở mục đó.
page-entry-answers-lead-again = Những mục dưới đây chưa nộp. Xem lại rồi nộp để cơ quan đối chiếu.
page-entry-answers-nothing = Không có nội dung nào chờ nộp.
page-entry-answers-unsaved = Có bản nháp chưa lưu, sẽ không được nộp. Mở phần đó, lưu hoặc bỏ bản nháp:
page-entry-missing-title = Còn { $n } mục phải khai trước khi nộp
page-entry-nothing-said = Không khai.
page-entry-change-this = Thay đổi
page-entry-declaration-title = Cam đoan và nộp
page-entry-declaration = Tôi cam đoan nội dung khai trên đây là đúng sự thật, đúng với hồ sơ gốc, và chịu trách nhiệm về nội dung đã khai.
page-entry-declaration-for = Tôi xác nhận đã nhập đúng theo hồ sơ giấy của { $name }.
page-entry-declare-first = Đánh dấu vào ô cam đoan rồi nộp.
page-entry-submit = Nộp hồ sơ
page-entry-submit-then = Nộp xong bạn nhận được số biên nhận và ngày cơ quan phải đối chiếu xong.

## Biên nhận
page-entry-receipt-title = Biên nhận
page-entry-receipt-number = Số biên nhận
page-entry-receipt-at = Nộp lúc
page-entry-receipt-by = Người nộp
page-entry-receipt-kind = Nội dung nộp
page-entry-receipt-holds = Gồm
page-entry-receipt-fields = { $n } nội dung: { $fields }
page-entry-kind-record = Hồ sơ khai
page-entry-kind-change = Khai thay đổi
page-entry-kind-late = Khai bổ sung việc cũ
page-entry-kind-correction = Đề nghị đính chính
page-entry-receipt-waits = Đã nộp, chờ đối chiếu.
page-entry-receipt-checked = Đã đối chiếu xong và lưu lúc { $at }.
page-entry-receipt-returned = Đã bị trả lại lúc { $at }. Xem lý do ở từng mục rồi sửa và nộp lại.
page-entry-receipt-withdrawn = Đã được rút lại lúc { $at }.
page-entry-receipt-due-title = Hạn đối chiếu
page-entry-receipt-due = Cơ quan phải đối chiếu xong trước 24:00 { $weekday }, ngày { $day }.
page-entry-receipt-next-title = Việc tiếp theo
page-entry-receipt-next-1 = Cơ quan quản lý hồ sơ so từng mục với hồ sơ giấy. Bạn không phải làm gì thêm.
page-entry-receipt-next-2 = Khớp thì nội dung được lưu. Mục nào không khớp thì bị trả lại kèm lý do, và bạn có hạn riêng để sửa.
page-entry-receipt-next-3 = Trang này cho biết kết quả; mở lại lúc nào cũng được.
page-entry-receipt-print = Cần bản giấy thì dùng lệnh In của trình duyệt; cũng lưu được thành tệp PDF.
page-entry-to-dossier = Xem hồ sơ

## Rút lại
page-entry-withdraw-title = Rút lại lần nộp này
page-entry-withdraw-lead = Chỉ rút lại được khi cơ quan chưa đối chiếu. Hạn khai của bạn chạy tiếp như chưa nộp; việc rút lại và lý do được ghi vào hồ sơ.
page-entry-withdraw-hint = Ví dụ: phát hiện ghi nhầm ngày cấp, xin rút lại để sửa.
page-entry-withdraw = Rút lại
page-entry-withdraw-not = Không rút lại

## Báo thay đổi, khai bổ sung, đính chính
page-entry-change-title = Báo thay đổi
page-entry-change-lead = Điều gì vừa khác đi: nội dung mới, khác từ ngày nào, theo giấy tờ nào. Nội dung trước đây vẫn còn trong lịch sử.
page-entry-change-when = khi thực tế vừa thay đổi
page-entry-change-not-yet = Hồ sơ đang khai lần đầu nên chưa cần báo thay đổi: sửa thẳng ở phần tương ứng.
page-entry-late-title = Khai bổ sung việc cũ
page-entry-late-lead = Việc đã có từ trước mà hồ sơ chưa ghi, ví dụ một khóa học, một lần khen thưởng nhiều năm trước.
page-entry-late-when = khi hồ sơ thiếu một việc đã có từ trước
page-entry-correction-title = Đề nghị đính chính
page-entry-correction-lead = Hồ sơ đang ghi điều chưa bao giờ đúng, ví dụ gõ nhầm ngày, sai tên trường. Nêu nội dung đúng và lý do.
page-entry-correction-when = khi hồ sơ ghi sai từ đầu
page-entry-other-ways = Không đúng trường hợp của bạn?
page-entry-choose-usual = Thay đổi thường gặp
page-entry-choose-title = Chọn mục
page-entry-choose-nothing = Chưa chọn mục nào. Mở một phần, đánh dấu mục cần khai rồi bấm “Tiếp tục”.
page-entry-choose-go = Tiếp tục
page-entry-choose-new-row = Thêm dòng mới: { $table }
page-entry-choose-row = { $table }: { $row }
page-entry-topic-residence = Chỗ ở
page-entry-topic-contact = Điện thoại, thư điện tử
page-entry-topic-marriage = Kết hôn, ly hôn
page-entry-topic-child = Sinh con, người thân
page-entry-topic-degree = Bằng cấp mới
page-entry-topic-training = Chứng chỉ, bồi dưỡng
page-entry-topic-card = Đổi thẻ căn cước
page-entry-topic-other = Thay đổi khác
page-entry-since = Có hiệu lực từ ngày
page-entry-since-late = Việc đó có từ ngày
page-entry-since-hint = Ngày ghi trên giấy tờ. Nhập đủ ngày, tháng, năm.
page-entry-received = Ngày nhận được văn bản (không bắt buộc)
page-entry-received-hint = Chỉ nhập khi nhận văn bản sau ngày có hiệu lực: hạn khai tính từ ngày nhận.
page-entry-paper-title = Giấy tờ làm căn cứ
page-entry-paper-lead = Ghi như trên giấy tờ; cơ quan so với giấy này.
page-entry-paper-if-any = Nếu có giấy tờ thì ghi đủ ba mục; không có thì để trống cả ba.
page-entry-paper-number = Số, ký hiệu
page-entry-paper-number-hint = Ví dụ 123/GCN-KH.
page-entry-paper-day = Ngày ký
page-entry-paper-issuer = Cơ quan ban hành
page-entry-paper-issuer-hint = Ví dụ Ủy ban nhân dân xã Đức Hòa.
page-entry-reason-late = Vì sao nay mới khai
page-entry-reason-error = Vì sao nội dung đang ghi là sai
page-entry-reason-hint = Viết ngắn gọn, tối đa 500 ký tự.
page-entry-declare-send = Gửi để đối chiếu
