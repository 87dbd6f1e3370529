-- From here on bodies end in a checksum, which older programs cannot read: a line break and 8 hexadecimal digits. Bodies
-- without one are read as they are.
SELECT 1;
