# Lời của dòng lệnh: trợ giúp, câu trả lời, lỗi. Câu theo mã chung ở codes.ftl.
cli-help = hoso: hồ sơ cán bộ, công chức, viên chức; ghi một lần, không sửa mất dấu.
cli-more =
    Ví dụ:
      hoso demo                                    một tỉnh giả định để xem thử
      hoso import people danh-sach.xlsx --unit H53.01 --dry-run
      hoso workdays add 2026-11-20 5               ngày hết hạn sau 5 ngày làm việc
      hoso obligations --state overdue             việc đã quá hạn
      hoso verify                                  sổ sự kiện còn nguyên vẹn không

    Kết quả ra stdout, lời nhắn ra stderr. --json cho một tài liệu JSON, cả khi có lỗi.
    Lệnh đọc chạy được cạnh máy chủ đang chạy; lệnh ghi cần tệp SQLite không ai khác đang ghi.

# Tiêu đề trong trợ giúp
cli-heading-usage = Cách dùng:
cli-heading-commands = Lệnh
cli-heading-command = LỆNH
cli-heading-arguments = Tham số
cli-heading-options = Tùy chọn
cli-heading-common-options = Tùy chọn chung
cli-heading-exit-codes = Mã kết thúc:

# Mã kết thúc
cli-exit-0 = xong
cli-exit-1 = không thực hiện được, hoặc bị từ chối
cli-exit-2 = gõ lệnh sai
cli-exit-3 = `verify` thấy sổ sự kiện hỏng, `package verify` thấy gói hỏng, hoặc `rebuild` thấy bảng đọc sai khác
cli-exit-4 = sổ sự kiện không phải là sổ đã được niêm phong
cli-exit-5 = sổ sự kiện ngắn hơn niêm phong đã biết
cli-exit-66 = không tìm thấy
cli-exit-75 = đang bận hoặc có nơi khác đang dùng, thử lại sau
cli-exit-78 = cài đặt sai: SQLite cũ, thư mục mạng, bảng thuộc phiên bản khác, cấu hình thiếu

# Trợ giúp của từng lệnh
cli-help-demo = Dựng một tỉnh giả định rồi mở dịch vụ để xem thử.
cli-help-serve = Mở dịch vụ: trang web và giao diện JSON.
cli-help-import = Nhập từ tệp.
cli-help-import-people = Nhập danh sách người thành hồ sơ: tất cả, hoặc chỉ các dòng đúng.
cli-help-import-undo = Rút lại các hồ sơ một danh sách đã mở do nhầm, trừ hồ sơ đã có người làm tiếp.
cli-help-export = Xuất ra tệp.
cli-help-export-people = Xuất danh sách người ra .xlsx hoặc .csv, cùng các cột mà lệnh nhập đọc.
cli-help-workdays = Tính ngày làm việc theo lịch chính thức.
cli-help-workdays-add = In ngày hết hạn: N ngày làm việc sau DATE, không tính ngày đầu.
cli-help-workdays-explain = Kể từng ngày: được tính hay không, vì sao.
cli-help-show = Xem một hồ sơ, mỗi mục kèm nguồn gốc; hoặc hồ sơ tại một ngày, theo điều đã biết ở một lúc.
cli-help-timeline = Dòng thời gian của một hồ sơ, mới nhất trước.
cli-help-access-log = Ai đã xem một hồ sơ, mới nhất trước. Lần hỏi này cũng được ghi.
cli-help-obligations = Việc phải làm trong hạn, gấp nhất trước.
cli-help-duplicates = Hồ sơ có thể là của cùng một người: liệt kê, gộp, tách.
cli-help-duplicates-list = Các cặp hồ sơ nghi trùng.
cli-help-duplicates-merge = Gộp hai hồ sơ của một người theo văn bản; nội dung không tự chép sang.
cli-help-duplicates-separate = Tách hai hồ sơ đã gộp nhầm.
cli-help-duplicates-two-people = Xác nhận hai hồ sơ là của hai người.
cli-arg-kept = Mã hồ sơ được giữ.
cli-arg-duplicate = Mã hồ sơ đóng lại.
cli-arg-duplicates-two-people-one = Mã hồ sơ thứ nhất.
cli-arg-duplicates-two-people-other = Mã hồ sơ thứ hai.
cli-arg-duplicates-merge-reason = Vì sao biết là một người.
cli-arg-duplicates-separate-reason = Vì sao biết là hai người.
cli-arg-duplicates-two-people-reason = Vì sao biết là hai người.
cli-help-units = Cây đơn vị.
cli-help-units-establish = Thành lập một đơn vị theo quyết định.
cli-help-units-rename = Đổi tên một đơn vị từ một ngày.
cli-help-units-move = Chuyển một đơn vị cùng các đơn vị trực thuộc sang cấp trên khác.
cli-help-units-merge = Sáp nhập một đơn vị vào đơn vị khác.
cli-help-units-split = Chia một đơn vị thành từ hai đơn vị trở lên đã thành lập.
cli-help-units-dissolve = Giải thể một đơn vị.
cli-help-units-restore = Khôi phục một đơn vị đã kết thúc, như chưa từng kết thúc.
cli-help-units-show = Xem một đơn vị cùng lịch sử của nó.
cli-help-rules = Quy định thời hạn đang áp dụng.
cli-help-rules-adopt = Áp dụng một bộ quy định có sẵn, ví dụ ND27-2026.
cli-help-account = Tài khoản có quyền và mã truy cập.
cli-help-account-list = Liệt kê tài khoản đã được cấp quyền.
cli-help-account-token = Tạo mã truy cập cho chương trình; in ra một lần, không lưu lại.
cli-help-account-code = Tạo mã kích hoạt để chủ tài khoản tự đặt mật khẩu; in ra một lần, dùng một lần trong 72 giờ.
cli-help-account-tokens = Liệt kê mã truy cập đã tạo, không có phần bí mật.
cli-help-account-revoke-token = Thu hồi một mã truy cập: từ lúc đó không dùng được nữa.
cli-help-account-issue-staff = Cấp tài khoản cho người làm việc với hồ sơ, với một quyền theo văn bản đề nghị.
cli-help-verify = Kiểm chứng sổ sự kiện; nêu vị trí sai đầu tiên và sự kiện thuộc về đâu.
cli-help-rebuild = Dựng lại các bảng đọc từ sổ sự kiện và thay bảng cũ khi giống nhau.
cli-help-doctor = Xem cài đặt có ổn không, mỗi câu hỏi một dòng.
cli-help-migrate = Tạo hoặc nâng cấp bảng của cơ sở dữ liệu; cơ sở dữ liệu mới có sẵn lịch và quy định.
cli-help-openapi = In mô tả OpenAPI của giao diện JSON.

# Ghi thêm dưới trợ giúp của lệnh
cli-more-import-people =
    Chưa ghi gì nếu có ô sai, trừ khi thêm --good-rows: mỗi ô sai một dòng trên stderr, mã kết thúc 1.
    Chạy lại cùng danh sách không thêm gì; dừng giữa chừng thì chạy lại để nối tiếp. Đơn vị lấy ở từng
    dòng nếu danh sách có cột mã hoặc tên đơn vị, nếu không thì ở --unit. --column "Tiêu đề=mục" chỉ
    định một cột, ví dụ --column "Mã NV=skip" --column "C=birth_date". Ngày xác nhận (--confirmed-on) là ngày bắt đầu 5 ngày làm việc để cấp tài khoản (F1).
cli-more-demo =
    Dữ liệu ở demo.db trong thư mục dữ liệu; chạy lại thì dùng tiếp. --reset chỉ xóa cơ sở dữ liệu tự ghi
    là giả định. Ai cũng chọn được vai để xem: chỉ dùng để xem thử.
cli-more-serve = Không có gì trả lời nếu thiếu mã truy cập: tạo bằng `hoso account token` trước khi mở dịch vụ.
cli-more-rebuild =
    Bảng dựng lại khác bảng đang dùng là một phát hiện: không thay, mã kết thúc 3, trừ khi có --reason;
    lý do được lưu trong cơ sở dữ liệu. Với SQLite cần dừng máy chủ trước.
cli-more-workdays-add = Chỉ in một dòng ra stdout. Không cần cơ sở dữ liệu; nếu có thì dùng lịch trong đó.
cli-more-account-issue-staff = Dùng cho quản trị hoặc cán bộ đầu tiên của một nơi cài đặt mới. Quyền thanh tra phải có --until.

# Tham số và tùy chọn
cli-arg-database = Cơ sở dữ liệu: đường dẫn tệp SQLite hoặc postgres://…; nếu không nêu, hoso.db trong thư mục dữ liệu.
cli-arg-data = Thư mục dữ liệu.
cli-arg-json = Trả lời bằng một tài liệu JSON trên stdout.
cli-arg-lang = Ngôn ngữ.
cli-arg-help = In trợ giúp.
cli-arg-version = In phiên bản.
cli-arg-seed = Số để dựng một tỉnh giả định khác: đơn vị và người khác, như một nơi cài đặt thứ hai.
cli-arg-reset = Xóa dữ liệu giả định và dựng lại từ đầu.
cli-arg-no-serve = Chỉ dựng dữ liệu rồi thoát.
cli-arg-proxy = Địa chỉ của máy chủ trung gian đặt phía trước: được mở nhiều kết nối như cần. Nêu được nhiều lần.
cli-arg-metrics-from = Địa chỉ được đọc số liệu vận hành ở /metrics, ngoài chính máy này. Nêu được nhiều lần.
cli-arg-sign-on-issuer = Cổng đăng nhập theo OpenID Connect: địa chỉ (issuer) đúng như cổng tự ghi, bắt đầu bằng https.
cli-arg-sign-on-client = Mã của hệ thống này do cổng đăng nhập cấp (client id).
cli-arg-sign-on-secret-file = Tệp chứa khóa bí mật của hệ thống này ở cổng đăng nhập; không có nếu cổng không cấp.
cli-arg-sign-on-name = Tên cổng đăng nhập, hiện trên nút bấm.
cli-arg-sign-on-claim = Mục trong id token ghi số định danh cá nhân, 12 chữ số.
cli-arg-sign-on-scope = Phạm vi (scope) xin thêm ngoài openid. Nêu được nhiều lần.
cli-arg-sign-on-strong = Giá trị của acr hoặc amr cho biết cổng đã hỏi yếu tố thứ hai; nếu không có giá trị nào khớp thì hệ thống này hỏi. Nêu được nhiều lần.
cli-arg-sign-on-host = Máy chủ mà cổng đăng nhập dùng, ngoài máy chủ của issuer. Nêu được nhiều lần.
cli-arg-public-url = Địa chỉ https mọi người dùng để mở hệ thống này, không kèm đường dẫn; cổng đăng nhập đưa người dùng về đây.
cli-arg-listen = Địa chỉ và cổng lắng nghe.
cli-arg-files = Nơi lưu bản quét: một thư mục, hoặc s3://TÊN-KHO/TIỀN-TỐ; nếu không nêu, files trong thư mục dữ liệu.
cli-arg-files-endpoint = Địa chỉ của kho S3: https://…; http chỉ với chính máy này.
cli-arg-files-region = Vùng của kho S3, như kho quy định.
cli-arg-files-by-host = Tên kho đứng trong tên máy (https://TÊN-KHO.máy/…) thay vì trong đường dẫn.
cli-arg-files-keys = Tệp có hai dòng AWS_ACCESS_KEY_ID=… và AWS_SECRET_ACCESS_KEY=…; nếu không nêu, lấy từ biến môi trường.
cli-arg-file = Tệp .xlsx, .xls, .ods hoặc .csv.
cli-arg-columns = Một cột là gì: tiêu đề hoặc chữ cái của cột, dấu =, mã mục; nêu được nhiều lần.
cli-arg-good-rows = Chỉ nhập các dòng đúng, bỏ các dòng sai.
cli-arg-errors-to = Ghi bản sao của tệp vào đây (.xlsx), thêm một cột nói dòng nào sai gì và sửa sao.
cli-arg-hash = Mã băm SHA-256 của tệp danh sách, hoặc phần đầu của nó; xem `hoso import people … --json`.
cli-arg-import-undo-reason = Vì sao rút lại.
cli-arg-to = Tệp .xlsx hoặc .csv cần ghi.
cli-arg-export-people-unit = Mã đơn vị, tính cả cấp dưới; nếu không nêu, toàn tỉnh.
cli-arg-export-people-name = Chỉ những người có các từ này trong tên.
cli-arg-unit = Mã đơn vị.
cli-arg-dry-run = Chỉ đọc và kiểm tra, không ghi.
cli-arg-paper-number = Số, ký hiệu văn bản.
cli-arg-paper-date = Ngày ký văn bản.
cli-arg-paper-issuer = Cơ quan ban hành văn bản.
cli-arg-import-people-unit = Mã đơn vị quản lý các hồ sơ; cho dòng không ghi đơn vị.
cli-arg-import-people-paper-number = Số của danh sách; nếu không nêu, “Danh sách” và tên tệp.
cli-arg-import-people-paper-date = Ngày của danh sách; nếu không nêu, ngày “tính đến” ghi trong danh sách, hoặc hôm nay.
cli-arg-import-people-paper-issuer = Nơi lập danh sách; nếu không nêu, ô tiêu đề đầu tiên, hoặc tên đơn vị.
cli-arg-import-people-confirmed-on = Ngày cấp có thẩm quyền xác nhận hồ sơ, bắt đầu hạn F1; nếu không nêu, hôm nay.
cli-arg-workdays-add-date = Ngày bắt đầu: 2026-11-20 hoặc 20/11/2026.
cli-arg-workdays-explain-date = Ngày bắt đầu: 2026-11-20 hoặc 20/11/2026.
cli-arg-n = Số ngày làm việc.
cli-arg-dossier = Mã hồ sơ.
cli-arg-true-on = Hồ sơ đúng vào ngày này.
cli-arg-known-at = Theo điều đã ghi tới lúc này, ví dụ 2026-11-20T08:00:00+07:00; một ngày là hết ngày đó.
cli-arg-limit = Nhiều nhất bao nhiêu dòng.
cli-arg-access-log-before = Chỉ các lần xem trước số này trong danh sách.
cli-arg-access-log-own = Hiện cả lần xem của chính người có hồ sơ.
cli-arg-before = Chỉ các dòng trước vị trí này.
cli-arg-state = Chỉ việc quá hạn, chưa đến hạn, hoặc đã xong.
cli-arg-obligations-unit = Mã đơn vị, tính cả cấp dưới; nếu không nêu, toàn tỉnh.
cli-arg-under = Mã đơn vị đứng đầu phần cây cần xem.
cli-arg-code = Mã đơn vị, duy nhất trong tỉnh.
cli-arg-units-establish-name = Tên đơn vị.
cli-arg-kind = Loại đơn vị.
cli-arg-parent = Mã đơn vị cấp trên; cấp tỉnh không có.
cli-arg-units-establish-on = Ngày thành lập.
cli-arg-units-rename-name = Tên mới.
cli-arg-units-move-parent = Mã đơn vị cấp trên mới.
cli-arg-units-merge-into = Mã đơn vị tiếp nhận.
cli-arg-units-split-into = Mã đơn vị tiếp nhận; nêu từ hai lần trở lên.
cli-arg-units-dissolve-into = Mã đơn vị tiếp nhận nhiệm vụ; nêu được nhiều lần.
cli-arg-units-ended = Liệt kê cả đơn vị đã kết thúc hoạt động.
cli-arg-unit-code = Mã đơn vị.
cli-arg-below-to = Chuyển các đơn vị trực thuộc về đơn vị này trong cùng ngày.
cli-arg-units-restore-below-too = Khôi phục cả các đơn vị trực thuộc kết thúc cùng ngày.
cli-arg-units-restore-reason = Lý do khôi phục.
cli-arg-below-too = Các đơn vị trực thuộc kết thúc cùng đơn vị.
cli-arg-on = Ngày có hiệu lực, không muộn hơn hôm nay.
cli-arg-pack = Mã bộ quy định.
cli-arg-account = Mã tài khoản.
cli-arg-account-token-unit = Thay cho mã tài khoản: tài khoản duy nhất có quyền tại đơn vị này.
cli-arg-account-code-unit = Thay cho mã tài khoản: tài khoản duy nhất có quyền tại đơn vị này.
cli-arg-lost-phone = Gỡ xác thực hai bước khi mã được dùng, vì chủ tài khoản mất điện thoại.
cli-arg-token = Mã nhận biết trong `hoso account tokens`.
cli-arg-role = Vai trò.
cli-arg-days = Mã dùng được bao nhiêu ngày.
cli-arg-label = Mã này để làm gì, để sau nhận ra.
cli-arg-account-issue-staff-name = Họ và tên.
cli-arg-account-issue-staff-unit = Mã đơn vị: nơi làm việc và phạm vi quyền.
cli-arg-until = Ngày cuối của quyền, nhiều nhất 12 tháng.
cli-arg-check = Chỉ dựng lại và so sánh, không thay.
cli-arg-reason = Lý do thay bảng dù khác.

# Gõ lệnh sai
cli-usage-unknown-argument = không có tùy chọn { $argument }.
cli-usage-unknown-command = không có lệnh { $command }.
cli-usage-missing = còn thiếu { $argument }.
cli-usage-no-command = còn thiếu lệnh con.
cli-usage-no-value = { $argument } cần một giá trị.
cli-usage-value-not-listed = { $argument } không nhận “{ $value }”, chỉ nhận: { $valid }.
cli-usage-value = { $argument } không đọc được “{ $value }”. Ngày viết 2026-11-20 hoặc 20/11/2026; số là số nguyên trong giới hạn.
cli-usage-value-inventory = { $argument } không đọc được “{ $value }”. Viết tên văn bản, dấu chấm phẩy, số trang, ví dụ: Sơ yếu lý lịch; 12.
cli-usage-conflict = { $argument } không đi cùng { $other }.
cli-usage-nearest = Có phải { $near }?
cli-usage-help = Xem trợ giúp: thêm --help vào lệnh.

# Không thực hiện được
cli-cause = nguyên nhân:
cli-error-not-found = Không tìm thấy hồ sơ này.
cli-error-busy = Đang có quá nhiều yêu cầu, chưa ghi gì. Chờ ít giây rồi chạy lại.
cli-error-audit-unavailable = Không ghi được nhật ký xem hồ sơ nên hồ sơ không được mở. Kiểm tra quyền ghi vào cơ sở dữ liệu rồi chạy lại.
cli-error-outcome-unknown = Chưa rõ đã ghi hay chưa. Xem lại trước khi chạy lần nữa.
cli-error-calendar-gap = Chưa có lịch làm việc của năm { $year } nên không tính được. Công bố lịch năm đó trước.
cli-error-file-unreadable = Không đọc được tệp. Kiểm tra đường dẫn và quyền đọc.
cli-error-output-failed = Không ghi được kết quả ra stdout.
cli-error-address-in-use = Địa chỉ này đang được dùng. Dừng chương trình kia, hoặc chọn cổng khác bằng --listen.
cli-error-address-unusable = Không lắng nghe được ở địa chỉ này. Chọn địa chỉ khác bằng --listen.
cli-error-sign-on-half = Cấu hình cổng đăng nhập còn thiếu: { $missing }. Nêu đủ, hoặc bỏ hết các tùy chọn của cổng đăng nhập.
cli-error-sign-on-issuer = --sign-on-issuer phải là địa chỉ https đầy đủ (http chỉ dùng cho chính máy này).
cli-error-sign-on-public-url = --public-url phải là địa chỉ https không kèm đường dẫn (http chỉ dùng cho chính máy này).
cli-error-sign-on-blank = Một tùy chọn của cổng đăng nhập để trống hoặc dài quá 500 ký tự.
cli-error-sign-on-host = --sign-on-host phải là tên máy chủ, không kèm https:// và đường dẫn.
cli-error-sign-on-line = Không tạo được kết nối ra ngoài cho cổng đăng nhập. Xem chứng thư gốc của máy này.
cli-error-sign-on-secret = Không đọc được tệp khóa bí mật của cổng đăng nhập, hoặc tệp rỗng hay dài quá 4096 byte.
cli-error-server-stopped = Dịch vụ không chạy được.
cli-error-bad-text = { $argument }: { $why }
cli-error-database-address = Địa chỉ cơ sở dữ liệu không đọc được. Kiểm tra --database hoặc HOSO_DATABASE.
cli-error-database-out-of-reach = Không kết nối được cơ sở dữ liệu, hoặc nó đang bị khóa. Thử lại sau.
cli-error-database-failed = Cơ sở dữ liệu không trả lời như phải có. Chạy `hoso doctor`.
cli-error-migration-failed = Không nâng cấp được bảng. Có thể cơ sở dữ liệu thuộc một phiên bản khác của chương trình.
cli-error-folder-unusable = Không dùng được thư mục dữ liệu. Kiểm tra quyền ghi.
cli-error-no-database = Ở đây chưa có cơ sở dữ liệu. Tạo bằng `hoso migrate`, hoặc nêu --database.
cli-error-in-use = Một tiến trình khác đang ghi vào cơ sở dữ liệu này. Dừng nó rồi chạy lại.
cli-error-old-sqlite = SQLite { $version } có thể làm mất điều đã ghi; cần 3.51.3 trở lên.
cli-error-network-folder = Cơ sở dữ liệu nằm trên ổ mạng ({ $name }), không an toàn. Chuyển về ổ của máy này, hoặc dùng PostgreSQL.
cli-error-fact-unreadable = Không đọc được sự kiện ở vị trí { $position }. Giữ nguyên cơ sở dữ liệu và chạy `hoso verify`.
cli-error-rows-broken = Một bảng đọc bị hỏng. Chạy `hoso verify`, rồi `hoso rebuild`.
cli-error-storage-full = Hết chỗ trên đĩa, chưa ghi gì. Giải phóng chỗ rồi chạy lại.
cli-error-files-bucket = Nơi lưu bản quét không đọc được. Nêu --files (HOSO_FILES) là s3://TÊN-KHO hoặc s3://TÊN-KHO/TIỀN-TỐ, tiền tố chỉ gồm chữ cái không dấu, số, dấu chấm, gạch dưới, gạch ngang.
cli-error-files-bucket-missing = Có địa chỉ kho S3 mà chưa có kho. Nêu thêm --files s3://TÊN-KHO (HOSO_FILES), hoặc bỏ --files-endpoint (HOSO_FILES_ENDPOINT).
cli-error-files-endpoint = Địa chỉ kho S3 chưa nêu hoặc không dùng được. Nêu --files-endpoint (HOSO_FILES_ENDPOINT) là https://MÁY hoặc https://MÁY:CỔNG, không có đường dẫn, người dùng hay mật khẩu; http chỉ với chính máy này.
cli-error-files-region = Vùng của kho S3 không đọc được. Nêu --files-region (HOSO_FILES_REGION), ví dụ us-east-1.
cli-error-files-keys = Chưa có khóa của kho S3. Đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY trong môi trường, hoặc ghi chúng vào một tệp và nêu tệp đó bằng --files-keys (HOSO_FILES_KEYS).
cli-error-files-keys-unreadable = Không đọc được tệp khóa của kho S3. Kiểm tra --files-keys (HOSO_FILES_KEYS) và quyền đọc.
cli-error-files-unusable = Không mở được nơi lưu bản quét. Kiểm tra chứng thư gốc của máy này (ca-certificates).
cli-error-head-moved = Dòng cuối sổ không khớp với sổ sự kiện. Giữ nguyên cơ sở dữ liệu và chạy `hoso verify`.
cli-error-writer-stopped = Bộ phận ghi đã dừng.
cli-error-schema-old = Bảng của cơ sở dữ liệu ở phiên bản { $found }, chương trình cần { $known }. Chạy `hoso migrate`.
cli-error-schema-new = Bảng của cơ sở dữ liệu ở phiên bản { $found }, mới hơn chương trình này ({ $known }). Dùng chương trình mới hơn.
cli-error-import-unit = Danh sách không có cột đơn vị. Nêu đơn vị bằng --unit.
cli-error-import-issuer = Chưa rõ nơi lập danh sách. Nêu bằng --paper-issuer.
cli-error-export-kind = Tên tệp phải có đuôi .xlsx hoặc .csv.
cli-error-list-not-found = Không có danh sách duy nhất nào đã nhập mà mã băm bắt đầu bằng { $name }. Xem mã băm bằng `hoso import people … --dry-run --json`.
cli-error-unit-not-found = Không có đơn vị mang mã { $name }. Xem `hoso units`.
cli-error-unit-twice = Đơn vị { $name } được nêu hai lần. Gộp thành một.
cli-error-pack-not-found = Không có bộ quy định { $name } kèm chương trình. Có: { $packs }.
cli-error-account-not-found = Không có tài khoản { $name }. Xem `hoso account list`.
cli-error-token-not-found = Không có mã truy cập { $name } còn dùng được để thu hồi. Xem `hoso account tokens`.
cli-error-account-of-unit-not-found = Không có tài khoản nào đang có quyền như vậy tại { $name }. Xem `hoso account list`.
cli-error-account-not-single = Có { $count } tài khoản có quyền tại { $name }. Nêu mã tài khoản, hoặc thêm --role.
cli-error-account-closed = Tài khoản này đã đóng.
cli-error-demo-half-filled = Lần dựng trước dừng giữa chừng ở { $place }. Chạy lại với --reset.
cli-error-demo-not-invented = { $place } có dữ liệu và không ghi là giả định, nên demo không đụng đến.
cli-error-demo-reset-file-only = --reset chỉ xóa được tệp SQLite. Tự xóa cơ sở dữ liệu PostgreSQL rồi chạy lại.

# Tiến độ; <…> là chỗ của số
cli-progress = <msg> <bar:30> <human_pos>/<human_len>, <per_sec>, còn <eta>
cli-progress-wait = <msg> <elapsed>
cli-progress-verify = Kiểm chứng
cli-progress-rebuild = Dựng lại
cli-progress-demo = Dựng tỉnh giả định
cli-progress-import = Đang nhập danh sách
cli-progress-undo = Đang rút lại
cli-progress-export = Đang xuất danh sách

# Cột của bảng
cli-column-at = Lúc
cli-column-ground = Được xem vì
cli-column-opened = Đã mở
cli-column-outcome = Kết quả
cli-column-source = Qua đâu
cli-column-client = Từ đâu
cli-column-date = Ngày
cli-column-weekday = Thứ
cli-column-counted = Tính
cli-column-why = Vì sao
cli-column-table = Bảng
cli-column-rows = Số dòng
cli-column-differing = Khác
cli-column-cell = Ô
cli-column-column = Cột
cli-column-problem = Sai gì
cli-column-fix = Cách sửa
cli-column-field = Mục
cli-column-value = Giá trị
cli-column-true-since = Đúng từ
cli-column-state = Tình trạng
cli-column-said = Ghi bởi
cli-column-checked = Đối chiếu bởi
cli-column-duty = Việc
cli-column-started-on = Bắt đầu
cli-column-due-on = Hạn
cli-column-met-on = Xong ngày
cli-column-days-left = Còn (ngày)
cli-column-person = Người
cli-column-unit = Đơn vị
cli-column-dossier = Mã hồ sơ
cli-column-unit-name = Đơn vị
cli-column-code = Mã
cli-column-kind = Loại
cli-column-established-on = Thành lập
cli-column-term = Thời hạn
cli-column-who = Ai làm
cli-column-pack = Bộ quy định
cli-column-basis = Căn cứ
cli-column-account = Mã tài khoản
cli-column-token = Mã nhận biết
cli-column-label = Để làm gì
cli-column-expires = Hết hạn
cli-column-name = Họ và tên
cli-column-role = Vai trò
cli-column-scope = Phạm vi
cli-column-until = Đến ngày

# Ngày làm việc
cli-weekday-1 = Hai
cli-weekday-2 = Ba
cli-weekday-3 = Tư
cli-weekday-4 = Năm
cli-weekday-5 = Sáu
cli-weekday-6 = Bảy
cli-weekday-7 = CN
cli-day-start = Ngày đầu, không tính
cli-day-working = Ngày làm việc
cli-day-worked-saturday = Thứ Bảy làm bù cho ngày { $day }
cli-day-weekend = Nghỉ cuối tuần
cli-day-off = Nghỉ: { $name }
cli-day-swapped-off = Nghỉ hoán đổi, làm bù ngày { $day }
cli-day-plain = Ngày thường, được tính
cli-due-on = Hết hạn: 24 giờ ngày { $day }
cli-calendar-database = Theo lịch trong cơ sở dữ liệu.
cli-calendar-built-in = Theo lịch chính thức kèm chương trình.

# Kiểm chứng, dựng lại, nâng cấp
cli-verify-sound = Nguyên vẹn: { $facts } sự kiện, chuỗi { $chain }
cli-verify-took = { $place }, { $seconds } giây
cli-verify-broken =
    Hỏng từ vị trí { $position }, { $stream }
    { $fault }
    Trước đó { $sound } sự kiện nguyên vẹn.
cli-verify-no-stream = cuối sổ
cli-fault-unreadable = Sự kiện này không đọc được. Giữ nguyên cơ sở dữ liệu, dừng ghi và so với bản sao lưu.
cli-rebuild-equal = Giống nhau: { $facts } sự kiện. Không thay gì.
cli-rebuild-swapped = Giống nhau: { $facts } sự kiện. Đã thay bằng bảng dựng lại.
cli-rebuild-swapped-differing = Khác nhau: { $facts } sự kiện. Đã thay bằng bảng dựng lại; lý do đã lưu.
cli-rebuild-differs = Khác nhau: { $facts } sự kiện. Không thay gì. Chạy `hoso verify`; nếu vẫn muốn thay, nêu --reason.
cli-migrated = { $place }: bảng phiên bản { $version }, { $facts } sự kiện

# Nhập danh sách
cli-import-done = Đã nhập { $new } hồ sơ mới vào { $unit }; { $already } người đã có hồ sơ.
cli-import-would = Sẽ nhập { $new } hồ sơ mới vào { $unit }; { $already } người đã có hồ sơ. Chưa ghi gì.
cli-import-nothing-new = Không có gì mới: cả { $already } người đã có hồ sơ.
cli-import-due = Xác nhận ngày { $confirmed }, cấp tài khoản chậm nhất ngày { $due } (F1).
cli-import-refused = { $count } ô sai ở { $wrong } trong { $rows } dòng. Chưa ghi gì.
cli-import-left-out = { $count } ô sai ở { $wrong } trong { $rows } dòng; các dòng này bị bỏ lại.
cli-import-units-of-rows = đơn vị ghi ở từng dòng
cli-import-errors-heading = Lỗi
cli-import-errors-written = Đã ghi bản sao có cột “Lỗi” ở { $rows } dòng: { $file }
cli-import-undone = Đã rút lại { $withdrawn } hồ sơ; { $already } đã rút từ trước; giữ lại { $kept } hồ sơ đã có người làm tiếp.
cli-import-would-undo = Sẽ rút lại { $withdrawn } hồ sơ; { $already } đã rút từ trước; giữ lại { $kept } hồ sơ đã có người làm tiếp. Chưa ghi gì.
cli-exported = Đã xuất { $people } người: { $file }
cli-import-mended = Các ô đã được đọc như sau:
cli-import-fix = Sửa ô này trong tệp rồi nhập lại.
cli-import-row = dòng { $row }
cli-import-columns-unread = Cột không hiểu, không đọc: { $names }
cli-import-sheets-unread = Trang tính không đọc: { $names }

# Hồ sơ
cli-show-unit = Đơn vị quản lý: { $unit }
cli-show-dossier = Mã hồ sơ: { $dossier }
cli-show-situation = Tình trạng: { $situation }
cli-show-true-on = Đúng vào ngày { $day }
cli-show-known-at = Theo điều đã ghi tới { $instant }
cli-show-stands = đang có hiệu lực: { $value }
cli-show-other = Mục khác
cli-show-origins = Nguồn
cli-show-nothing = Khi đó chưa ghi gì về hồ sơ này.
cli-show-duties = Việc trong hạn
cli-situation-first-entry = đang khai lần đầu
cli-situation-first-check = chờ đối chiếu lần đầu
cli-situation-kept = đã đối chiếu, đang cập nhật
cli-situation-merged = đã gộp vào hồ sơ khác
cli-duplicates-none = Không có cặp hồ sơ nào nghi trùng.
cli-duplicates-column-one = Hồ sơ thứ nhất
cli-duplicates-column-other = Hồ sơ thứ hai
cli-duplicates-column-why = Vì sao
cli-duplicates-same-birth = trùng họ tên và ngày sinh
cli-duplicates-same-old-card = trùng số chứng minh nhân dân cũ
cli-duplicates-merged = Đã gộp hai hồ sơ.
cli-duplicates-separated = Đã tách hai hồ sơ.
cli-duplicates-two-people = Đã xác nhận là hai người.
cli-duplicates-already = Đã như vậy từ trước, không ghi thêm gì.
cli-situation-ended = đã thôi công tác
cli-state-draft = bản nháp
cli-state-waiting = chờ đối chiếu
cli-state-returned = bị trả lại
cli-state-checked = đã đối chiếu
cli-empty = (trống)
cli-paper = { $number } ngày { $day } của { $issuer }
cli-true-from = Đúng từ ngày { $day }
cli-reason = Lý do: { $reason }
cli-timeline-more = Còn nữa: thêm --before { $before }
cli-more-rows = Còn nữa: thu hẹp lại, hoặc tăng --limit.
cli-obligations-none = Không có việc nào.
cli-units-none = Chưa có đơn vị nào. Thành lập bằng `hoso units establish`.
cli-unit-established = Đã thành lập { $unit }
cli-unit-changed = Đã ghi nhận thay đổi của { $unit }
cli-unit-already = { $unit }: đã như vậy từ trước, không ghi thêm
cli-unit-parent = Cấp trên: { $value }
cli-unit-ended = Kết thúc hoạt động: { $value }
cli-unit-successors = Đơn vị tiếp nhận: { $value }
cli-unit-predecessors = Tiếp nhận từ: { $value }

# Quy định
cli-term-working-days = { $n } ngày làm việc
cli-term-days = { $n } ngày
cli-who-person = Người có hồ sơ
cli-who-managing-unit = Đơn vị quản lý
cli-who-receiving-unit = Đơn vị tiếp nhận
cli-rules-none = chưa có quy định
cli-rules-ready = Có thể áp dụng bằng `hoso rules adopt`: { $packs }
cli-rules-adopted = Đã áp dụng { $pack }, hiệu lực từ { $day }
cli-rules-already = { $pack } đã được áp dụng từ trước, hiệu lực từ { $day }

# Tài khoản
cli-accounts-none = Chưa có tài khoản nào được cấp quyền. Cấp bằng `hoso account issue-staff`.
cli-account-active = đang dùng
cli-account-closed = đã đóng
cli-account-suspended = tạm dừng, hồ sơ đã gộp
cli-account-revoked = đã hủy bỏ
cli-token-issued = Mã của tài khoản { $account }, dùng được đến { $instant }. Mã này không xem lại được.
cli-code-issued = Tên đăng nhập { $login } (tài khoản { $account }): nhập mã này ở trang “Kích hoạt tài khoản” trước { $instant }. Mã này không xem lại được.
cli-tokens-none = Chưa tạo mã truy cập nào.
cli-token-good = dùng được
cli-token-expired = hết hạn
cli-token-revoked = đã thu hồi
cli-token-is-revoked = Đã thu hồi mã truy cập { $name }.
cli-staff-issued = Tạo mã truy cập: hoso account token { $account }

# Bắt mạch
cli-check-program = Chương trình
cli-check-clock = Đồng hồ máy
cli-check-database = Cơ sở dữ liệu
cli-check-version = Phiên bản
cli-check-journal-mode = journal_mode
cli-check-fsync = fsync
cli-check-synchronous = synchronous
cli-check-synchronous-commit = synchronous_commit
cli-check-schema = Bảng
cli-check-read-models = Bảng đọc
cli-check-facts = Sự kiện
cli-check-last-recorded = Ghi lần cuối
cli-check-checkpoint = Niêm phong
cli-check-calendars = Lịch làm việc
cli-check-rules = Quy định thời hạn
cli-check-units = Đơn vị
cli-check-people = Dữ liệu
cli-check-disk = Đĩa
cli-check-files = Bản quét
cli-check-sign-on = Cổng đăng nhập
cli-doctor-schema = phiên bản { $found }
cli-doctor-schema-none = chưa có. Chạy `hoso migrate`.
cli-doctor-schema-old = phiên bản { $found }, cần { $known }. Chạy `hoso migrate`.
cli-doctor-schema-new = phiên bản { $found }, mới hơn chương trình này ({ $known }).
cli-doctor-models = đủ { $count } bảng
cli-doctor-models-missing = thiếu: { $names }. Khôi phục từ bản sao lưu.
cli-doctor-last = { $instant }
cli-doctor-last-ahead = { $instant }, sau đồng hồ máy này. Chỉnh lại đồng hồ.
cli-doctor-checkpoint = { $size } sự kiện, lúc { $instant }
cli-doctor-checkpoint-behind = { $unsigned } sự kiện chưa được niêm phong. Chạy `hoso checkpoint`.
cli-doctor-calendar-missing = có { $years }; chưa có lịch năm { $year }.
cli-doctor-rules-none = chưa có quy định nào đang áp dụng. Chạy `hoso rules adopt`.
cli-doctor-real = không ghi là giả định
cli-doctor-disk = còn { $free } GB
cli-doctor-files-refused = Kho { $place } từ chối ({ $why }). Kiểm tra khóa, tên kho, vùng, đồng hồ của máy này, và quyền s3:GetObject, s3:PutObject, s3:ListBucket.
cli-doctor-files-unusable = Không lưu và đọc lại được ở { $place } ({ $why }). Kiểm tra địa chỉ, mạng, chứng thư và chỗ trống của kho.
cli-doctor-sign-on = { $name }: kết nối được
cli-sign-on-unreachable = Không kết nối được với { $name }. Mọi người vẫn đăng nhập bằng mật khẩu; xem nhật ký để biết lý do.

# Dịch vụ và tỉnh giả định
cli-invented = Mọi người, đơn vị và giấy tờ trong cơ sở dữ liệu này đều do máy tạo ra, không có thật.
cli-serve-started = Dịch vụ chạy trên { $place }. Ctrl-C để dừng.
cli-demo-filled = Đã dựng { $units } đơn vị, { $people } người, { $facts } sự kiện tại { $place }.
cli-demo-goes-on = Dùng tiếp { $place }: { $facts } sự kiện.
cli-demo-cast = Chọn vai để xem:
cli-demo-look = Nên xem: danh sách hồ sơ (tìm không dấu), một hồ sơ với nguồn gốc từng mục, trang theo dõi hạn của đơn vị và của tỉnh, “Vì sao là ngày này?”. Ctrl-C để dừng.
cli-cast-new-official = người mới được cấp tài khoản, đang khai lần đầu
cli-cast-official = người có hồ sơ nhiều năm
cli-cast-late-official = người khai chậm
cli-cast-returned-official = người bị trả lại hồ sơ
cli-cast-data-officer = cán bộ phụ trách dữ liệu
cli-cast-neighbour-officer = cán bộ phụ trách dữ liệu xã bên
cli-cast-head = thủ trưởng đơn vị
cli-cast-inspector = người thanh tra, kiểm tra
cli-cast-administrator = quản trị

cli-help-checkpoint = Niêm phong sổ sự kiện: ký vào số sự kiện và gốc cây Merkle.
cli-more-checkpoint =
    Gửi tờ niêm phong cho nơi khác giữ. `hoso verify --checkpoint TỆP` đối chiếu sổ với tờ ấy.
cli-help-checkpoint-key = In khóa công khai để nơi khác kiểm tra chữ ký.
cli-help-checkpoint-prove = In chứng minh rằng sổ chỉ dài thêm giữa hai thời điểm.
cli-arg-checkpoint-prove-from = Số sự kiện lúc trước.
cli-arg-checkpoint-prove-to = Số sự kiện lúc sau.
cli-arg-verify-checkpoint = Tờ niêm phong do nơi khác giữ.
cli-arg-verify-key = Khóa công khai của nơi đã ký, khi không phải là máy này.
cli-checkpoint-remembered = Máy này nhớ niêm phong tại { $place }. Hãy gửi thêm một bản cho nơi khác giữ.
cli-verify-known = Khớp với niêm phong của { $size } sự kiện.
cli-verify-unknown = Chưa có niêm phong nào để đối chiếu: hãy chạy `hoso checkpoint` và gửi cho nơi khác giữ.
cli-error-checkpoint-folder = Không dùng được thư mục niêm phong. Kiểm tra quyền ghi của thư mục `checkpoints`.
cli-error-checkpoint-key = Không đọc được khóa `checkpoints/key.pem`. Khôi phục tệp khóa; khóa mới sẽ không khớp các niêm phong cũ.
cli-error-checkpoint-memory = Tờ niêm phong mà máy này nhớ không đọc được hoặc không do khóa của máy ký. Đừng xóa: xem docs/OPERATING.md, mục niêm phong.
cli-error-checkpoint-unreadable = Tệp này không phải là tờ niêm phong.
cli-error-checkpoint-unsigned = Tờ niêm phong không mang chữ ký đúng của khóa này.
cli-error-bad-key = Khóa công khai viết chưa đúng: tên+mã+khóa, như `hoso checkpoint key` in ra.
cli-error-key-needed = Máy này chưa có khóa để kiểm tra chữ ký: thêm `--key`.
cli-error-sizes-reversed = `--from` phải nhỏ hơn hoặc bằng `--to`.
cli-error-log-empty = Sổ chưa có sự kiện nào để niêm phong.
cli-error-log-other = Đây không phải là sổ đã được niêm phong mà là một sổ khác. Không ghi gì thêm.
cli-error-log-shorter = Sổ chỉ còn { $held } sự kiện, trong khi đã niêm phong { $known }: thiếu { $missing } sự kiện cuối. Không ghi gì thêm. Có thể một bản sao lưu cũ đã được khôi phục: xem docs/OPERATING.md.
cli-error-log-rewritten = { $known } sự kiện đầu không phải là những sự kiện đã niêm phong: sổ đã bị viết lại. Không ghi gì thêm.
cli-error-log-distrusted = Sổ không còn là sổ đã được niêm phong. Không ghi gì thêm; chạy `hoso verify`.

cli-help-witness = Làm chứng cho sổ của nơi khác: nhớ sổ đã thấy và chỉ ký cho sổ nối tiếp từ đó.
cli-more-witness =
    Chạy ở máy khác, do người khác quản lý. Không nêu `--log`: chỉ in khóa của nhân chứng rồi thoát.
    Nơi được làm chứng chạy `hoso serve --witness URL --witness-key KHÓA`.
cli-arg-witness-name = Tên của nhân chứng, như so-khcn.tayninh.gov.vn; không có dấu cách.
cli-arg-witness-log = Khóa công khai của sổ, như `hoso checkpoint key` in ra. Nêu được nhiều lần.
cli-arg-serve-witness = Địa chỉ của nhân chứng; https, hoặc http với chính máy này. Nêu được nhiều lần.
cli-arg-serve-witness-key = Khóa của nhân chứng, cùng thứ tự với địa chỉ.
cli-arg-sender-key = Khóa của một nơi gửi được tin cậy, hoặc tệp chứa khóa: chỉ nhận gói hồ sơ do khóa ấy ký. Nêu được nhiều lần.
cli-error-witness-keys = Mỗi `--witness` cần một `--witness-key`, cùng thứ tự.
cli-error-witness-unusable = Địa chỉ phải là https (hoặc http với chính máy này), và khóa phải như `hoso witness` in ra.
# Gói hồ sơ
cli-help-package = Giao một hồ sơ thành gói niêm phong, kiểm tra gói như thế, và nhận gói vào.
cli-help-package-export = Lập gói niêm phong của một hồ sơ: mọi sự kiện kèm chứng minh, bản quét, danh mục, chữ ký.
cli-help-package-verify = Kiểm tra một gói, không cần mạng và không cần cơ sở dữ liệu.
cli-more-package-verify =
    Lấy khóa trực tiếp từ nơi gửi (`hoso checkpoint key` ở máy họ). Không có --key thì lệnh chỉ biết
    gói còn nguyên vẹn, không biết ai gửi, và kết thúc với mã 1.
cli-arg-package-export-output = Tệp gói sẽ ghi, thường có đuôi .zip.
cli-arg-package-verify-package = Tệp gói.
cli-arg-package-verify-key = Khóa công khai của nơi gửi, hoặc tệp chứa khóa.
cli-package-exported =
    Đã lập { $file }: { $facts } sự kiện, { $scans } bản quét.
    Nơi nhận kiểm tra bằng khóa: { $key }
cli-package-whole =
    Gói nguyên vẹn.
    Hồ sơ: { $dossier }
    Nơi gửi: { $sender }, sổ { $origin }
    Đã kiểm tra: { $facts } sự kiện cùng chứng minh theo niêm phong của sổ { $size } sự kiện; { $scans } bản quét.
    Khóa đã ký: { $key }
cli-package-newer-fact = Sự kiện thứ { $sequence } là loại phần mềm này chưa biết ({ $name }, phiên bản { $version }): được giữ nguyên trong gói.
cli-package-vouched = Do khóa đã cho ký.
cli-package-not-vouched = Chữ ký khớp với khóa ghi trong gói, nhưng chưa có gì bảo đảm khóa ấy là của nơi gửi: hãy lấy khóa từ nơi gửi và kiểm tra lại với --key.
cli-newer-fact = Sự kiện của phiên bản mới hơn, giữ nguyên, chưa đọc được ({ $name } { $version })
cli-received-from = Nhận từ sổ { $log }
cli-help-package-import = Nhận một gói niêm phong vào cơ sở dữ liệu này: hồ sơ giữ nguyên như ở nơi gửi, do đơn vị nêu tên quản lý.
cli-more-package-import =
    Khóa của nơi gửi phải lấy từ nơi gửi, không lấy trong gói. Nhận lại gói cũ không ghi gì thêm; gói
    dài hơn của cùng hồ sơ chỉ thêm phần mới, khi tại đây chưa ai ghi gì vào hồ sơ.
cli-help-package-receipt = Lập biên nhận của gói đã nhận: bản ký của nơi gửi, có thêm chữ ký của máy này.
cli-help-package-receipt-verify = Kiểm tra biên nhận với gói đã gửi và khóa của nơi nhận.
cli-arg-package-import-package = Tệp gói.
cli-arg-package-import-key = Khóa công khai của nơi gửi được tin cậy, hoặc tệp chứa khóa. Nêu được nhiều lần.
cli-arg-package-import-unit = Mã đơn vị sẽ quản lý hồ sơ.
cli-arg-package-import-on = Ngày đơn vị nhận hồ sơ.
cli-arg-package-import-receipt = Tệp biên nhận sẽ ghi.
cli-arg-package-import-dry-run = Chỉ xem gói có gì và có vướng gì không, không ghi.
cli-arg-package-receipt-output = Tệp biên nhận sẽ ghi.
cli-arg-package-receipt-verify-receipt = Tệp biên nhận.
cli-arg-package-receipt-verify-package = Tệp gói đã gửi.
cli-arg-package-receipt-verify-key = Khóa công khai của nơi nhận, hoặc tệp chứa khóa.
cli-package-taken-in =
    Đã nhận hồ sơ { $dossier } từ { $sender }: { $facts } sự kiện, { $scans } bản quét.
    Sự kiện của phiên bản mới hơn, giữ nguyên, chưa đọc được: { $unknown }
cli-package-already = Hồ sơ { $dossier } của { $sender } đã được nhận; không ghi gì thêm.
cli-package-would-take-in =
    Hồ sơ { $dossier } của { $sender }, sổ { $origin }.
    Sẽ nhận { $facts } trong { $of } sự kiện, { $scans } bản quét; { $unknown } sự kiện của phiên bản mới hơn.
cli-package-receipt = Đã ghi biên nhận vào { $file }.
cli-package-receipt-good = Biên nhận đúng: { $name } đã nhận gói này.
# hoso replay
cli-help-replay = Diễn biến của một hồ sơ, từng bước, với nội dung trước và sau.
cli-arg-replay-order = Xếp theo ngày có hiệu lực (effective) hoặc theo lúc ghi nhận (recorded).
cli-arg-replay-kind = Chỉ các bước thuộc loại này.
cli-arg-replay-step = Chỉ bước này; bước đầu là 1.
cli-arg-replay-from = Từ bước này.
cli-arg-replay-limit = Nhiều nhất bao nhiêu bước.
cli-replay-head = { $name } · { $dossier } · { $count } bước · sổ sự kiện đến vị trí { $through }
cli-replay-step = Bước { $n }/{ $of } · { $day } · { $kinds }
cli-replay-fact = { $who }: { $what }.
cli-replay-recorded = Ghi nhận lúc { $at }
cli-replay-unit = Đơn vị quản lý khi đó: { $unit }
cli-replay-change = { $field }: { $before } → { $after }
cli-replay-same = { $field }: { $value } ({ $manner })
cli-replay-more = Còn nữa: thêm --from { $from }
cli-replay-none = Không có bước nào như vậy.

# Chuyển nhiều người theo một quyết định.
cli-help-mass-move = Chuyển nhiều người sang đơn vị khác theo một quyết định.
cli-help-mass-move-list = Liệt kê các đợt chuyển.
cli-help-mass-move-plan = Lập đợt chuyển theo danh sách hoặc theo đơn vị; chưa ai bị chuyển.
cli-help-mass-move-show = Xem một đợt chuyển.
cli-help-mass-move-approve = Duyệt đúng danh sách mang dấu này.
cli-help-mass-move-run = Thực hiện, hoặc làm tiếp khi bị gián đoạn.
cli-help-mass-move-undo = Hoàn tác cả đợt: ai còn ở nơi đợt chuyển đưa đến thì về đơn vị cũ.
cli-arg-mass-move-plan-file = Danh sách .xlsx, .xls, .ods hoặc .csv: họ và tên, số định danh, đơn vị đến.
cli-arg-mass-move-plan-units = Mọi người của đơn vị cũ sang đơn vị nhận, theo mã; nêu được nhiều lần.
cli-arg-mass-move-plan-below = Gồm cả người của các đơn vị trực thuộc.
cli-arg-mass-move-plan-except = Số định danh của người ở lại, hoặc sang đơn vị khác; nêu được nhiều lần.
cli-arg-mass-move-plan-to = Mã đơn vị đến của mọi dòng không ghi đơn vị.
cli-arg-mass-move-plan-end-units = Kết thúc các đơn vị cũ khi mọi người đã chuyển đi: mỗi đơn vị sáp nhập vào đơn vị nhận.
cli-arg-mass-move-plan-end = Kết thúc đơn vị này khi mọi người đã chuyển đi; sáp nhập hoặc chia vào các đơn vị nêu sau dấu =, không nêu thì vào những đơn vị nhận người. Nêu được nhiều lần.
cli-arg-mass-move-plan-grants = Quyền tại đơn vị không còn ai: chấm dứt (end) hay tiếp tục ở đơn vị nhận (follow).
cli-arg-mass-move-plan-on = Ngày quyết định có hiệu lực.
cli-arg-mass-move-plan-reason = Lý do, căn cứ.
cli-arg-mass-move-plan-dry-run = Chỉ xem trước, không giữ lại gì.
cli-arg-mass-move-show-mass-move = Mã đợt chuyển.
cli-arg-mass-move-approve-mass-move = Mã đợt chuyển.
cli-arg-mass-move-run-mass-move = Mã đợt chuyển.
cli-arg-mass-move-undo-mass-move = Mã đợt chuyển.
cli-arg-mass-move-approve-manifest = Dấu của danh sách đã xem.
cli-arg-mass-move-run-manifest = Dấu của danh sách đã duyệt.
cli-arg-mass-move-undo-reason = Lý do hoàn tác.
cli-error-mass-move-not-found = Không có đợt chuyển mang mã { $name }. Xem `hoso mass-move list`.
cli-error-transfer-not-found = Không có việc điều chuyển mang mã { $name }. Lệnh `hoso transfer order` in ra mã này khi ghi quyết định.
cli-error-secondment-not-found = Không có việc biệt phái mang mã { $name }. Lệnh `hoso secondment order` in ra mã này khi ghi quyết định.
cli-progress-mass-move-plan = Xem danh sách
cli-progress-mass-move = Đợt chuyển
cli-mass-move-would = Sẽ chuyển { $people } người, đổi { $accounts } tài khoản khác; { $left } dòng bị bỏ lại. Chưa giữ lại gì.
cli-mass-move-ends = { $unit } kết thúc, vào: { $into }.
cli-mass-move-ends-not = { $unit } (nhập vào { $into }): chưa kết thúc được vì còn { $people } người không có trong đợt chuyển.
cli-mass-move-cannot-end = Không kết thúc được { $unit }.
cli-mass-move-planned = Đã lập đợt chuyển { $id }: { $people } người, { $accounts } tài khoản khác; { $left } dòng bị bỏ lại. Dấu của danh sách: { $hash }
cli-mass-move-approved = Đã duyệt đợt chuyển { $id }.
cli-mass-move-ran = Đã chuyển { $done } người; { $already } người đã chuyển từ trước; { $left } người ở lại; { $units } đơn vị kết thúc.
cli-mass-move-undone = Đã đưa { $done } người về đơn vị cũ; { $already } người đã về từ trước; { $left } người ở lại; { $units } đơn vị được khôi phục.
cli-mass-moves-none = Chưa có đợt chuyển nào.
cli-mass-move-state-waiting = chờ duyệt
cli-mass-move-state-approved = đã duyệt
cli-mass-move-state-done = đã thực hiện
cli-mass-move-state-undoing = đang hoàn tác
cli-mass-move-state-undone = đã hoàn tác
cli-column-from-unit = Đơn vị cũ
cli-column-to-unit = Đơn vị mới
cli-column-people = Số người
cli-column-decision = Quyết định
cli-column-mass-move = Đợt chuyển
cli-column-moved = Đã chuyển
cli-column-back = Đã về
# Điều chuyển, biệt phái
cli-help-transfer = Điều chuyển hồ sơ giữa các đơn vị trong tỉnh, từng bước.
cli-help-transfer-order = Ghi quyết định điều chuyển một người sang đơn vị khác.
cli-help-transfer-release = Bàn giao hồ sơ giấy kèm bản kê, và dữ liệu cùng lúc.
cli-help-transfer-receive = Nhận hồ sơ giấy: hợp lệ, hoặc chưa hợp lệ kèm lý do.
cli-help-transfer-accept = Tiếp nhận hồ sơ: từ đây đơn vị mới quản lý.
cli-help-transfer-refuse = Từ chối tiếp nhận: hồ sơ vẫn do đơn vị cũ quản lý.
cli-help-transfer-recall = Thu hồi hồ sơ đã bàn giao, để bàn giao lại.
cli-help-transfer-cancel = Hủy việc điều chuyển, theo quyết định hoặc vì ghi nhầm.
cli-help-transfer-show = Xem một việc điều chuyển đang ở bước nào.
cli-help-secondment = Biệt phái: cử một người đến đơn vị khác trong một thời gian.
cli-help-secondment-order = Ghi quyết định biệt phái.
cli-help-secondment-prolong = Kéo dài biệt phái theo quyết định.
cli-help-secondment-end-early = Kết thúc sớm biệt phái theo quyết định.
cli-help-secondment-cancel = Hủy việc biệt phái, theo quyết định hoặc vì ghi nhầm.
cli-help-secondment-show = Xem một việc biệt phái.
cli-more-secondment = Đơn vị cử vẫn quản lý hồ sơ; đơn vị nhận được xem từ ngày đầu đến hết ngày cuối. Hết hạn thì không phải ghi gì.
cli-arg-transfer = Mã việc điều chuyển.
cli-arg-secondment = Mã việc biệt phái.
cli-arg-to-unit = Mã đơn vị mới.
cli-arg-host-unit = Mã đơn vị nhận biệt phái.
cli-arg-transfer-kind = Điều động, luân chuyển, hay chuyển công tác theo nguyện vọng.
cli-arg-effective-on = Ngày quyết định có hiệu lực.
cli-arg-term-ends-on = Ngày cuối của thời hạn; bắt buộc với luân chuyển.
cli-arg-inventory = Một văn bản của bản kê: tên, dấu chấm phẩy, số trang; nêu một lần cho mỗi văn bản.
cli-arg-taken-on = Ngày làm bước này.
cli-arg-invalid = Vì sao hồ sơ giấy chưa hợp lệ; nêu được nhiều lần. Không nêu thì hồ sơ giấy hợp lệ.
cli-arg-because = Lý do.
cli-arg-begins-on = Ngày đầu.
cli-arg-ends-on = Ngày cuối.
cli-column-transfer = Mã điều chuyển
cli-column-secondment = Mã biệt phái
