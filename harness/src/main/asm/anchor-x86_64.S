# The first process of a container; AnchorProgram has it as bytes, and a test holds the two together.
# For each byte on standard input it kills every other process of the container, collects what has ended, and
# answers with that byte. At the end of its input it ends, and the container with it.
	.intel_syntax noprefix
	.text
	sub	rsp, 16
next:	xor	eax, eax		# read(0, buffer, 1)
	xor	edi, edi
	mov	rsi, rsp
	lea	edx, [rdi+1]
	syscall
	cmp	eax, 1
	jne	end
	mov	edi, -1			# kill(-1, SIGKILL)
	lea	esi, [rax+8]
	mov	eax, 62
	syscall
reap:	mov	eax, 61			# wait4(-1, NULL, WNOHANG, NULL)
	mov	rdi, -1
	xor	esi, esi
	mov	edx, 1
	xor	r10d, r10d
	syscall
	test	eax, eax
	jg	reap
	mov	eax, 1			# write(1, buffer, 1)
	mov	edi, eax
	mov	rsi, rsp
	mov	edx, eax
	syscall
	jmp	next
end:	mov	eax, 60			# exit(0)
	xor	edi, edi
	syscall
