// The first process of a container, as anchor-x86_64.S, for 64-bit ARM.
	.text
	sub	sp, sp, #16
next:	mov	x0, #0			// read(0, buffer, 1)
	mov	x1, sp
	mov	x2, #1
	mov	x8, #63
	svc	#0
	cmp	x0, #1
	b.ne	end
	mov	x0, #-1			// kill(-1, SIGKILL)
	mov	x1, #9
	mov	x8, #129
	svc	#0
reap:	mov	x0, #-1			// wait4(-1, NULL, WNOHANG, NULL)
	mov	x1, #0
	mov	x2, #1
	mov	x3, #0
	mov	x8, #260
	svc	#0
	cmp	x0, #0
	b.gt	reap
	mov	x0, #1			// write(1, buffer, 1)
	mov	x1, sp
	mov	x2, #1
	mov	x8, #64
	svc	#0
	b	next
end:	mov	x0, #0			// exit(0)
	mov	x8, #93
	svc	#0
