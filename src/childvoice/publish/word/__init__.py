"""What python-docx does not have: named looks, fields, and charts that Word itself draws."""
