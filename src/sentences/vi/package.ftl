# Trang đọc được bằng trình duyệt, nằm trong gói hồ sơ.
page-package-doc-title = Gói hồ sơ của { $name }
page-package-doc-lead = Trang này trình bày toàn bộ sự kiện của một hồ sơ theo bản ghi của đơn vị gửi. Trang chỉ để đọc; bằng chứng nằm trong các tệp đi kèm, có chữ ký số của nơi gửi.
page-package-doc-sender = Đơn vị quản lý tại nơi gửi
page-package-doc-made-at = Lập lúc
page-package-doc-dossier = Mã hồ sơ
page-package-doc-facts-n = Số sự kiện
page-package-doc-scans-n = Số tệp bản quét
page-package-doc-origin = Sổ sự kiện của nơi gửi
page-package-doc-log-size = Số sự kiện của sổ khi niêm phong
page-package-doc-check = Cách kiểm tra
page-package-doc-check-how = Kiểm tra gói trên máy bất kỳ, không cần mạng:
page-package-doc-check-file = TỆP
page-package-doc-check-key = KHÓA
page-package-doc-check-key-from = Lấy khóa công khai trực tiếp từ đơn vị gửi, qua văn bản hoặc kênh chính thức. Khóa ghi trong gói không tự chứng minh được gói do ai gửi.
page-package-doc-facts = Sự kiện, theo thứ tự ghi
page-package-doc-effective-on = có hiệu lực từ
page-package-doc-newer = loại sự kiện mới hơn phần mềm lập trang này; giữ nguyên văn dưới đây.
page-package-doc-position = vị trí trong sổ
page-package-doc-paper = Căn cứ:
page-package-doc-reason = Lý do:
page-package-doc-scan = Tệp bản quét:
page-package-doc-field = Mục
page-package-doc-value = Nội dung
page-package-doc-none = (không có)

# Trang giao hồ sơ thành gói.
page-package-link = Gói hồ sơ
page-package-title = Lập gói hồ sơ
page-package-lead = Gói là một tệp chứa trọn hồ sơ, có chữ ký số của nơi gửi. Nơi nhận kiểm tra được gói mà không cần vào hệ thống này.
page-package-holds-facts = Mọi sự kiện của hồ sơ, nguyên văn, kèm chứng minh rằng sổ sự kiện có ghi.
page-package-holds-scans = Các bản quét giấy tờ đã nộp, và danh mục dùng để đọc hồ sơ.
page-package-holds-page = Một trang đọc được bằng trình duyệt bất kỳ.
page-package-written-down = Mỗi lần tải gói được ghi vào danh sách ai đã xem hồ sơ. Người có hồ sơ xem được danh sách ấy.
page-package-get = Tải gói
page-package-key-title = Khóa công khai
page-package-key-lead = Gửi khóa này cho nơi nhận bằng văn bản hoặc kênh chính thức, tách riêng với gói. Nơi nhận cần khóa để biết gói do đúng nơi gửi lập.
page-package-no-key = Máy chủ này chưa có khóa để ký nên chưa lập được gói. Liên hệ quản trị hệ thống.
